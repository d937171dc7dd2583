<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

/**
 * The answer to a call, as it crossed the boundary.
 *
 * @internal
 */
final class Reply
{
    /** Bytes before the body of a record. */
    public const HEAD = 48;

    public const FAILURE = 3;

    public function __construct(
        public readonly int $kind,
        public readonly string $body,
        public readonly string $details,
        public readonly int $httpStatus,
        public readonly int $attempts,
        public readonly int $operation = 0,
    ) {
    }

    /**
     * One that nobody sent, for what tests of users are given as results.
     *
     * @param array<string, string> $details
     */
    public static function fake(#[\SensitiveParameter] string $body, array $details, int $httpStatus, int $attempts): self
    {
        return new self(1, $body, $details === [] ? '' : Json::encode($details), $httpStatus, $attempts);
    }

    /** The body as PHP reads it; integers beyond 64 bits are strings. */
    public function json(): mixed
    {
        return Json::decode($this->body);
    }

    /** @return array<string, string> */
    public function details(): array
    {
        return $this->details === '' ? [] : Json::decode($this->details);
    }
}
