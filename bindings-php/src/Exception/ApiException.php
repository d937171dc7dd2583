<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * The platform answered with a `code` that is not success, or with another HTTP status of 4xx.
 */
class ApiException extends QiyuesuoException
{
    public const KIND = 'api';
}
