<?php

declare(strict_types=1);

// The package under test is the one that Composer installed; the tests bring only what is theirs.

require getenv('QYS_PHP_VENDOR') . '/autoload.php';
require '/usr/share/php/Psr/Log/autoload.php';

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'Qiyuesuo\\Tests\\')) {
        require __DIR__ . '/' . strtr(substr($class, 15), '\\', '/') . '.php';
    }
});
