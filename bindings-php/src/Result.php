<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Internal\Hidden;
use Qiyuesuo\Internal\Json;
use Qiyuesuo\Internal\Record;
use Qiyuesuo\Internal\Reply;

/**
 * What the platform answered. It cannot be changed. `var_dump`, `print_r`, `var_export` and `json_encode` hide its values,
 * which can be tickets and personal data; {@see toArray} and {@see toJson} give them. `==` compares what was answered.
 *
 * @property-read int $httpStatus HTTP status of the answer.
 * @property-read int $attempts How many attempts the call took.
 * @property-read ResponseInfo $response HTTP status and headers of the answer, its request id, and what the call took.
 * @property-read array<string, mixed> $extra Members the platform sent beside the declared ones, or of another type than
 *     declared, under its names.
 */
abstract class Result implements \JsonSerializable
{
    /**
     * Its members, with their names at the platform.
     *
     * @internal
     *
     * @var array<string, string>
     */
    protected const MEMBERS = [];

    /**
     * Those that are objects, or lists of them: the class of a list's items is in a list itself.
     *
     * @internal
     *
     * @var array<string, class-string<Struct>|array{class-string<Struct>}>
     */
    protected const OBJECTS = [];

    /** Stands for the answer in comparisons. */
    private readonly string $print;

    /** @internal */
    public function __construct(Reply $reply)
    {
        Hidden::put($this, [$reply->json(), $reply]);
        $this->print = Hidden::print($reply->body);
    }

    /**
     * A result that nobody sent, for tests of your own: `Ticket::fake(['ticket' => 'T'])`.
     *
     * @param array<string, mixed> $members What the platform would send, under its names. Those that it does not declare are `extra`.
     * @param ResponseInfo|null $response What is told of the answer. Default: HTTP status 200, one attempt, no headers.
     *
     * @throws \InvalidArgumentException if a member is missing that every such result has
     */
    public static function fake(#[\SensitiveParameter] array $members = [], ?ResponseInfo $response = null): static
    {
        return new static(Reply::fake(self::body($members), [], $response));
    }

    /**
     * Members as the native library hands them over.
     *
     * @param array<string, mixed> $members
     */
    final protected static function body(#[\SensitiveParameter] array $members): string
    {
        $declared = array_intersect_key($members, array_flip(static::MEMBERS));
        foreach (static::MEMBERS as $name => $wire) {
            $optional = (new \ReflectionProperty(static::class, $name))->getType()?->allowsNull() ?? true;
            if (!$optional && !isset($declared[$wire])) {
                throw new \InvalidArgumentException(static::class . " needs `$wire`");
            }
        }
        $extra = array_diff_key($members, $declared);

        return Json::encode((object) ($extra === [] ? $declared : $declared + ['extra' => $extra]));
    }

    /**
     * The members the platform sent, under its names, `extra` included.
     *
     * @return array<string, mixed>
     */
    final public function toArray(): array
    {
        if (static::OBJECTS !== []) {
            return Json::decode($this->toJson());
        }
        $members = Hidden::of($this)[0];
        $extra = $members['extra'] ?? [];
        unset($members['extra']);

        return $members + $extra;
    }

    /** The same as JSON text. */
    final public function toJson(): string
    {
        $body = self::reply($this)->body;

        $flat = static::OBJECTS === [] && !isset(Hidden::of($this)[0]['extra']);

        return $flat ? $body : Json::flattened($body, Struct::named(static::MEMBERS, static::OBJECTS));
    }

    /** @internal */
    final public function __get(string $name): mixed
    {
        [$members, $reply] = Hidden::of($this);
        if (isset(static::MEMBERS[$name])) {
            $value = $members[static::MEMBERS[$name]] ?? null;

            return isset(static::OBJECTS[$name]) ? Struct::read($value, static::OBJECTS[$name]) : $value;
        }

        return match ($name) {
            'httpStatus' => $reply->httpStatus,
            'attempts' => $reply->attempts,
            'response' => $reply->response(),
            'extra' => $members['extra'] ?? [],
            default => throw new \Error('Undefined property: ' . static::class . '::$' . $name),
        };
    }

    /** @internal */
    final public function __isset(string $name): bool
    {
        $known = isset(static::MEMBERS[$name]) || \in_array($name, ['httpStatus', 'attempts', 'response', 'extra'], true);

        return $known && $this->__get($name) !== null;
    }

    /** @internal */
    final protected static function reply(self $result): Reply
    {
        return Hidden::of($result)[1];
    }

    /** @return array<string, mixed> */
    final public function __debugInfo(): array
    {
        $shown = array_fill_keys(array_keys($this->toArray()), '***');

        return $shown + ['httpStatus' => $this->httpStatus, 'attempts' => $this->attempts];
    }

    /**
     * Nothing of its values: what is logged or sent as JSON by accident must not hold a ticket.
     *
     * @return array<string, mixed>
     */
    final public function jsonSerialize(): array
    {
        return $this->__debugInfo();
    }

    /**
     * With its values, for caches and queues.
     *
     * @return array{string, string, int, int, int, string}
     */
    final public function __serialize(): array
    {
        return self::reply($this)->toArray();
    }

    /** @param array{string, string, int, int, int, string} $data */
    final public function __unserialize(array $data): void
    {
        $this->__construct(Reply::fromArray($data));
    }

    private function __clone()
    {
    }
}
