<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * A time-out ran out; the message says which.
 */
final class ApiTimeoutException extends ApiConnectionException
{
    public const KIND = 'timeout';
}
