<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * The platform was called too often; see `retryAfter`.
 */
final class RateLimitException extends ApiException
{
    public const KIND = 'rate_limit';
}
