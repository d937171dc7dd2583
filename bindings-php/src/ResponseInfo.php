<?php

declare(strict_types=1);

namespace Qiyuesuo;

/**
 * What is known of an answer beside its content. `var_dump` and `print_r` hide the values of its headers: a file's name can
 * stand in one.
 */
final class ResponseInfo
{
    /**
     * @param int $httpStatus HTTP status.
     * @param int $attempts How many attempts the call took.
     * @param float $elapsedMs How long the call took, all attempts and waits included, in milliseconds.
     * @param string|null $requestId The id that the answer gives to the request, for questions to the platform's support:
     *     `X-Request-Id`, or else `X-Trace-Id`, `X-B3-TraceId` or `EagleEye-TraceId`. Whether the platform sends one of them
     *     is unknown.
     * @param array<string, string> $headers Headers of the answer, without cookies; names in lower case.
     */
    public function __construct(
        public readonly int $httpStatus = 200,
        public readonly int $attempts = 1,
        public readonly float $elapsedMs = 0.0,
        public readonly ?string $requestId = null,
        public readonly array $headers = [],
    ) {
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['headers' => array_fill_keys(array_keys($this->headers), '***')] + get_object_vars($this);
    }
}
