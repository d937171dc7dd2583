<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Internal\Hidden;
use Qiyuesuo\Internal\Json;
use Qiyuesuo\Internal\Reply;

/**
 * The answer to `$client->request(...)`. `var_dump` and the like hide its content.
 *
 * @property-read mixed $data The whole envelope, as `json_decode` reads it into arrays; integers beyond 64 bits are strings.
 * @property-read mixed $result The `result` of the envelope, or null.
 * @property-read ResponseInfo $response HTTP status and headers of the answer, its request id, and what the call took.
 */
final class RawReply implements \JsonSerializable
{
    /** HTTP status of the answer. */
    public readonly int $httpStatus;

    /** How many attempts the call took. */
    public readonly int $attempts;

    private readonly string $print;

    /** @internal */
    public function __construct(Reply $reply)
    {
        $this->httpStatus = $reply->httpStatus;
        $this->attempts = $reply->attempts;
        $this->print = Hidden::print($reply->body);
        Hidden::put($this, [$reply->json(), $reply]);
    }

    /**
     * An answer that nobody sent, for tests of your own: `RawReply::fake(['code' => 0, 'result' => [...]])`.
     *
     * @param array<array-key, mixed>|string $data The envelope, or its JSON text.
     * @param ResponseInfo|null $response What is told of the answer. Default: HTTP status 200, one attempt, no headers.
     */
    public static function fake(#[\SensitiveParameter] array|string $data, ?ResponseInfo $response = null): self
    {
        return new self(Reply::fake(\is_string($data) ? $data : Json::encode($data), [], $response));
    }

    /** The envelope as the platform wrote it. */
    public function toJson(): string
    {
        return Hidden::of($this)[1]->body;
    }

    /** @internal */
    public function __get(string $name): mixed
    {
        /** @var array{mixed, Reply} $held */
        $held = Hidden::of($this);
        [$data, $reply] = $held;

        return match ($name) {
            'data' => $data,
            'response' => $reply->response(),
            'result' => \is_array($data) ? $data['result'] ?? null : null,
            default => throw new \Error('Undefined property: ' . self::class . '::$' . $name),
        };
    }

    /** @internal */
    public function __isset(string $name): bool
    {
        return \in_array($name, ['data', 'response', 'result'], true) && $this->__get($name) !== null;
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['data' => '***', 'httpStatus' => $this->httpStatus, 'attempts' => $this->attempts];
    }

    /** @return array<string, mixed> */
    public function jsonSerialize(): array
    {
        return $this->__debugInfo();
    }

    /** @throws \LogicException always: take what is needed from it */
    public function __serialize(): array
    {
        throw new \LogicException(self::class . ' cannot be serialized: take its data');
    }

    private function __clone()
    {
    }
}
