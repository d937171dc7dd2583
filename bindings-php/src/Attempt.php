<?php

declare(strict_types=1);

namespace Qiyuesuo;

/**
 * What one attempt of a call came to, for metrics. It holds nothing secret.
 */
final class Attempt
{
    /**
     * @param string $operation Such as `personal_auth.create_ticket`, or `request` for a raw request.
     * @param int $attempt 1 for the first.
     * @param int|null $httpStatus HTTP status, if an answer arrived.
     * @param int|null $code `code` of the envelope, if there was one.
     * @param float $elapsedMs Milliseconds from the first byte wanted to the last byte read.
     * @param string|null $errorKind The kind of the failure, if it failed: `timeout`, `api`, ...
     */
    public function __construct(
        public readonly string $operation,
        public readonly int $attempt,
        public readonly ?int $httpStatus,
        public readonly ?int $code,
        public readonly float $elapsedMs,
        public readonly ?string $errorKind,
    ) {
    }
}
