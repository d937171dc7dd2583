<?php

declare(strict_types=1);

// Receives callbacks without a framework: `php -S 127.0.0.1:8000 examples/php/callbacks/plain.php`, or a script of php-fpm.

use Qiyuesuo\Callback;
use Qiyuesuo\Exception\CallbackException;

require getenv('QYS_PHP_VENDOR') . '/autoload.php';

try {
    // Unsigned ones are taken as hints. Put the keys of your callbacks into `keys`.
    $event = Callback::parse((string) file_get_contents('php://input'), query: $_SERVER['QUERY_STRING'] ?? '', allowUnsigned: true);
} catch (CallbackException $error) {
    http_response_code(400);
    echo $error->getMessage();

    return;
}
// Confirm it with getResult before money or rights depend on it; your business goes here.
error_log("callback: $event->type, authenticity $event->authenticity");
$event->reply()->send();
