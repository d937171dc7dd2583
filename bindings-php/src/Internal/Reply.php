<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

use Qiyuesuo\ResponseInfo;

/**
 * The answer to a call, as it crossed the boundary.
 *
 * @internal
 */
final class Reply
{
    public function __construct(
        public readonly int $kind,
        public readonly string $body,
        public readonly string $details,
        public readonly int $httpStatus,
        public readonly int $attempts,
        public readonly int $elapsedUs = 0,
        public readonly string $headers = '',
        public readonly int $operation = 0,
    ) {
    }

    /**
     * One that nobody sent, for what tests of users are given as results.
     *
     * @param array<string, string> $details
     */
    public static function fake(#[\SensitiveParameter] string $body, array $details, ?ResponseInfo $response): self
    {
        $response ??= new ResponseInfo();
        if ($response->requestId !== null) {
            $details['request_id'] = $response->requestId;
        }
        $headers = array_map(static fn (string $name, string $value): string => "$name: $value\n", array_keys($response->headers), $response->headers);

        return new self(
            Record::JSON,
            $body,
            $details === [] ? '' : Json::encode($details),
            $response->httpStatus,
            $response->attempts,
            (int) round($response->elapsedMs * 1000),
            implode('', $headers),
        );
    }

    /** The body as PHP reads it; integers beyond 64 bits are strings. */
    public function json(): mixed
    {
        return Json::decode($this->body);
    }

    public function response(): ResponseInfo
    {
        $id = $this->details()['request_id'] ?? null;

        return new ResponseInfo($this->httpStatus, $this->attempts, $this->elapsedUs / 1000, $id, Headers::read($this->headers));
    }

    /**
     * What a cache keeps of it.
     *
     * @return array{string, string, int, int, int, string}
     */
    public function toArray(): array
    {
        return [$this->body, $this->details, $this->httpStatus, $this->attempts, $this->elapsedUs, $this->headers];
    }

    /**
     * What {@see toArray} gave.
     *
     * @param array{string, string, int, int, int, string} $members
     */
    public static function fromArray(array $members): self
    {
        [$body, $details, $httpStatus, $attempts, $elapsedUs, $headers] = $members;

        return new self(Record::JSON, $body, $details, $httpStatus, $attempts, $elapsedUs, $headers);
    }

    /** @return array<string, string> */
    public function details(): array
    {
        return $this->details === '' ? [] : Json::decode($this->details);
    }
}
