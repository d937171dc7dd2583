<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

use Qiyuesuo\Exception\ConfigurationException;

/**
 * Finds and loads the native library, or says what is wrong with this installation.
 *
 * @internal
 */
final class Library
{
    /** Names a library, or a folder that has it, before every other place. */
    private const VARIABLE = 'QYS_NATIVE_PATH';

    /** @throws ConfigurationException saying what is wrong and how to cure it */
    public static function load(): \FFI
    {
        $enabled = self::enabled();
        if ($enabled !== null) {
            throw self::explained($enabled);
        }
        try {
            $ffi = \FFI::scope(Header::SCOPE);
        } catch (\FFI\Exception $problem) {
            if (self::restricted()) {
                throw self::explained(self::restrictedBecause($problem), $problem);
            }
            $ffi = self::declared();
        }
        $abi = $ffi->qys_abi_version();
        if ($abi !== Record::ABI) {
            throw self::explained(
                "The library speaks version $abi of its interface, this package version " . Record::ABI . '. They come '
                . 'from different releases: install both from one, restart php-fpm, and look at ' . self::VARIABLE . '.',
            );
        }

        return $ffi;
    }

    /** The library that would be loaded; null when only the system's search is left. */
    public static function path(): ?string
    {
        foreach (self::places() as $place) {
            if (is_file($place)) {
                return realpath($place) ?: $place;
            }
        }

        return null;
    }

    /** The name of this platform's folder below `native/`. */
    public static function platform(): string
    {
        // Disabled by some hosts; nearly all of these are x86-64.
        $machine = \function_exists('php_uname') ? strtolower(php_uname('m')) : 'x86_64';
        $machine = ['x86_64' => 'x64', 'amd64' => 'x64', 'aarch64' => 'arm64'][$machine] ?? $machine;
        $system = ['Darwin' => 'darwin', 'Windows' => 'win32', 'Linux' => 'linux'][\PHP_OS_FAMILY] ?? strtolower(\PHP_OS_FAMILY);
        $musl = $system === 'linux' && self::runsOnMusl((string) @file_get_contents('/proc/self/maps'));

        return "$system-$machine" . ($musl ? '-musl' : '');
    }

    /**
     * Whether this process runs on musl: its own maps tell, if there are any. A system with glibc can have musl installed
     * beside it, so a file that exists proves little.
     *
     * @internal
     */
    public static function runsOnMusl(string $maps): bool
    {
        return $maps === '' ? is_file('/etc/alpine-release') : str_contains($maps, '/ld-musl-');
    }

    private static function fileName(): string
    {
        return ['Darwin' => 'libqiyuesuo.dylib', 'Windows' => 'qiyuesuo.dll'][\PHP_OS_FAMILY] ?? 'libqiyuesuo.so';
    }

    /** @return list<string> */
    private static function places(): array
    {
        $given = self::given();
        if ($given !== null) {
            return [is_dir($given) ? $given . '/' . self::fileName() : $given];
        }

        return [\dirname(__DIR__, 2) . '/native/' . self::platform() . '/' . self::fileName()];
    }

    private static function given(): ?string
    {
        $given = \function_exists('getenv') ? getenv(self::VARIABLE) : false;

        return $given === false || $given === '' ? null : $given;
    }

    private static function declared(): \FFI
    {
        $path = self::path();
        if ($path === null && self::given() !== null) {
            throw self::explained(self::VARIABLE . ' is set, but there is no library. Correct it, or unset it to use the package\'s own.');
        }
        try {
            // Without a folder the system's own search finds it.
            return \FFI::cdef(Header::DECLARATIONS, $path ?? (\PHP_OS_FAMILY === 'Linux' ? 'libqiyuesuo.so.1' : self::fileName()));
        } catch (\FFI\Exception $problem) {
            $cure = $path === null
                ? 'This package has no library for this platform: install it where it runs, or build the library '
                    . '(`scripts/build-c` in the source) and name it in ' . self::VARIABLE . '.'
                : 'The library is there but cannot be loaded here: most likely it is for another system, processor or C '
                    . 'library (for example copied into a container of another image), or of another release. Install '
                    . 'the package where it runs.';

            throw self::explained($cure, $problem);
        }
    }

    /** Why FFI cannot be used at all, or null. Nothing is loaded to find out. */
    private static function enabled(): ?string
    {
        if (!\extension_loaded('ffi')) {
            return 'PHP\'s extension `ffi` is missing. On Debian and Ubuntu it comes with phpX.Y-common (`phpenmod ffi`); in the '
                . 'official images of Docker, `docker-php-ext-install ffi` (needs libffi-dev); elsewhere, build PHP `--with-ffi`.';
        }
        if (\in_array(strtolower(self::setting()), ['', '0', 'off', 'no', 'false'], true)) {
            return 'PHP\'s extension `ffi` is turned off by `ffi.enable=' . self::setting() . '`. Set `ffi.enable=preload` (which '
                . 'the command line needs, too) or `ffi.enable=true` in php.ini.';
        }

        return null;
    }

    private static function setting(): string
    {
        // Some hosts disable the function. What cannot be asked is tried.
        return \function_exists('ini_get') ? (string) \ini_get('ffi.enable') : 'true';
    }

    /** Whether only preloaded code may use FFI here. */
    private static function restricted(): bool
    {
        return strtolower(self::setting()) === 'preload' && \PHP_SAPI !== 'cli';
    }

    private static function restrictedBecause(\FFI\Exception $problem): string
    {
        $root = \dirname(__DIR__, 2);
        if (str_contains($problem->getMessage(), 'restricted')) {
            return "With `ffi.enable=preload`, only preloaded code may use FFI under " . \PHP_SAPI . ". Set in its php.ini:\n"
                . "  opcache.preload=$root/preload.php\n"
                . "and, where `opcache.preload_user` is set (php-fpm started by root needs it), also\n"
                . "  ffi.preload=/etc/php/qiyuesuo.h   made by: php $root/bin/qiyuesuo-ffi-header > /etc/php/qiyuesuo.h\n"
                . 'and restart it. Or set `ffi.enable=true`, which lets every script use FFI.';
        }

        return "This package is preloaded, but its declarations are not, as happens where `opcache.preload_user` is set. Run\n"
            . "  php $root/bin/qiyuesuo-ffi-header > /etc/php/qiyuesuo.h\n"
            . 'set `ffi.preload=/etc/php/qiyuesuo.h` in php.ini, and restart ' . \PHP_SAPI . '.';
    }

    private static function explained(string $cure, ?\Throwable $problem = null): ConfigurationException
    {
        $found = self::path();
        $places = implode(', ', self::places());
        $lines = [
            'qiyuesuo cannot load its native library' . ($problem === null ? '' : ': ' . $problem->getMessage()),
            '  platform: ' . self::platform() . ', PHP ' . \PHP_VERSION . ' (' . \PHP_SAPI . '), ffi.enable=' . self::setting(),
            '  library: ' . ($found ?? "none at $places; then the system's search"),
            $cure,
        ];

        return new ConfigurationException(implode("\n", $lines), previous: $problem);
    }
}
