<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Internal\Hidden;
use Qiyuesuo\Internal\Json;
use Qiyuesuo\Internal\Reply;

/**
 * A result whose shape is unknown. When it becomes known, members come beside `data`. `var_dump` and the like hide its
 * content; `==` compares it.
 *
 * @property-read mixed $data The result as `json_decode` reads it into arrays; null if the platform sent none. Integers
 *     beyond 64 bits are strings.
 * @property-read int $httpStatus HTTP status of the answer.
 * @property-read int $attempts How many attempts the call took.
 * @property-read ResponseInfo $response HTTP status and headers of the answer, its request id, and what the call took.
 */
abstract class OpenResult implements \JsonSerializable
{
    /** Stands for the answer in comparisons. */
    private readonly string $print;

    /** @internal */
    final public function __construct(Reply $reply)
    {
        Hidden::put($this, $reply);
        $this->print = Hidden::print($reply->body);
    }

    /**
     * A result that nobody sent, for tests of your own.
     *
     * @param mixed $data What the platform would send.
     * @param ResponseInfo|null $response What is told of the answer. Default: HTTP status 200, one attempt, no headers.
     */
    final public static function fake(#[\SensitiveParameter] mixed $data, ?ResponseInfo $response = null): static
    {
        return new static(Reply::fake(Json::encode($data), [], $response));
    }

    /** The result as the platform wrote it. */
    final public function toJson(): string
    {
        return $this->reply()->body;
    }

    /** @internal */
    final public function __get(string $name): mixed
    {
        $reply = $this->reply();

        return match ($name) {
            'data' => $reply->json(),
            'httpStatus' => $reply->httpStatus,
            'attempts' => $reply->attempts,
            'response' => $reply->response(),
            default => throw new \Error('Undefined property: ' . static::class . '::$' . $name),
        };
    }

    /** @internal */
    final public function __isset(string $name): bool
    {
        return \in_array($name, ['data', 'httpStatus', 'attempts', 'response'], true) && $this->__get($name) !== null;
    }

    /** @return array<string, mixed> */
    final public function __debugInfo(): array
    {
        return ['data' => '***', 'httpStatus' => $this->httpStatus, 'attempts' => $this->attempts];
    }

    /** @return array<string, mixed> */
    final public function jsonSerialize(): array
    {
        return $this->__debugInfo();
    }

    /**
     * With its content, for caches and queues.
     *
     * @return array{string, string, int, int, int, string}
     */
    final public function __serialize(): array
    {
        return $this->reply()->toArray();
    }

    /** @param array{string, string, int, int, int, string} $data */
    final public function __unserialize(array $data): void
    {
        $this->__construct(Reply::fromArray($data));
    }

    private function reply(): Reply
    {
        /** @var Reply */
        return Hidden::of($this);
    }

    private function __clone()
    {
    }
}
