<?php

declare(strict_types=1);

/*
 * For php-fpm with `ffi.enable=preload`, the default: `opcache.preload=/path/to/vendor/qys-unofficial/qiyuesuo/preload.php`.
 *
 * Only preloaded code may use FFI then, so the package is preloaded, and with it the declarations of the native library,
 * which saves parsing them in each request. Where `opcache.preload_user` is set, PHP reads declarations from `ffi.preload`
 * alone; `bin/qiyuesuo-ffi-header` writes the file for it.
 */

(static function (): void {
    // These two are needed here and now.
    require_once __DIR__ . '/src/Internal/Header.php';
    require_once __DIR__ . '/src/Internal/Library.php';
    foreach (['src', 'src/Exception', 'src/Internal', 'src/Compat', 'generated', 'generated/Compat', 'generated/Exception', 'generated/Internal'] as $folder) {
        foreach (glob(__DIR__ . "/$folder/*.php") ?: [] as $file) {
            if (!in_array($file, get_included_files(), true)) {
                opcache_compile_file($file);
            }
        }
    }
    if ((string) ini_get('ffi.preload') !== '' || (string) ini_get('opcache.preload_user') !== '') {
        return;
    }
    $library = \Qiyuesuo\Internal\Library::path();
    // What is missing is explained when a client is made: a server must start without.
    if ($library === null || !extension_loaded('ffi')) {
        return;
    }
    $header = tempnam(sys_get_temp_dir(), 'qiyuesuo');
    file_put_contents($header, \Qiyuesuo\Internal\Header::preloadable($library));
    try {
        \FFI::load($header);
    } catch (\FFI\Exception $problem) {
        error_log('qiyuesuo: ' . $problem->getMessage());
    } finally {
        unlink($header);
    }
})();
