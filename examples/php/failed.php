<?php

declare(strict_types=1);

use Qiyuesuo\Exception\QiyuesuoException;
use Qiyuesuo\Tables;

/** Tells of a failure, and ends with the exit code that the command qys has for it. */
function failed(QiyuesuoException $error): never
{
    fwrite(STDERR, 'class: ' . $error::class . "\n");
    fwrite(STDERR, "kind: $error->kind\n");
    fwrite(STDERR, 'code: ' . ($error->platformCode ?? 'none') . "\n");
    fwrite(STDERR, 'message: ' . $error->getMessage() . "\n");
    exit(Tables::EXIT_CODES[$error->kind]);
}
