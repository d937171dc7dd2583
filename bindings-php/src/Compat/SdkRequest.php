<?php

declare(strict_types=1);

namespace Qiyuesuo\Compat;

/**
 * A request. A class of your own that extends it reaches any other endpoint.
 */
abstract class SdkRequest
{
    /** Path below the address of the platform. */
    abstract public function getUrl(): string;

    /** What the request carries. */
    abstract public function getHttpParamers(): HttpParamers;

    /** Whether the call may be repeated after it may have reached the platform. */
    public function isRepeatable(): bool
    {
        return false;
    }

    /** @return array<string, never> nothing of its members, which can be personal data */
    public function __debugInfo(): array
    {
        return [];
    }
}
