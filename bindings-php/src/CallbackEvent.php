<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Internal\Hidden;

/**
 * What the platform reports. `var_dump` and the like hide its fields.
 *
 * @property-read array<string, mixed> $fields The platform's fields; from a form they are all strings. What `authenticity` says is
 *     said of these, and of nothing else; `timestamp_only` does not cover them.
 * @property-read array<string, string> $ownParameters Parameters beside them, such as those of your own callback address. Nothing
 *     proves who wrote them.
 */
final class CallbackEvent implements \JsonSerializable
{
    use Internal\CallbackFields;

    private readonly string $print;

    /**
     * @internal
     *
     * @param array<string, mixed> $fields
     * @param array<string, string> $ownParameters
     */
    public function __construct(
        /** What it is about: {@see CallbackType}. */
        public readonly string $type,
        /** What is proven: {@see CallbackAuthenticity}. */
        public readonly string $authenticity,
        #[\SensitiveParameter] array $fields,
        private readonly CallbackReply $reply,
        #[\SensitiveParameter] array $ownParameters,
        /** 64 hexadecimal digits that stand for this callback as it was sent, for a memory that several processes share. */
        public readonly string $fingerprint,
        /** Whether it was received before, within `remember`. */
        public readonly bool $repeated,
    ) {
        $hidden = ['fields' => $fields, 'ownParameters' => $ownParameters];
        Hidden::put($this, $hidden);
        $this->print = Hidden::print(serialize($hidden));
    }

    /**
     * An event that nobody sent, for tests of your own: `CallbackEvent::fake('personal_auth', ['status' => '1'])`. What the
     * platform posts is better read by {@see Callback::parse}, in tests too.
     *
     * @param string $type What it is about.
     * @param array<string, mixed> $fields The platform's fields.
     * @param string $authenticity What was proven.
     * @param array<string, string> $ownParameters Parameters beside them.
     * @param string|null $fingerprint What stands for it. Default: a digest of type and fields.
     * @param bool $repeated Whether it was received before.
     * @param CallbackReply|null $reply What {@see reply} answers. Default: `success`, with status 200.
     */
    public static function fake(
        string $type = 'unknown',
        #[\SensitiveParameter] array $fields = [],
        string $authenticity = 'none',
        #[\SensitiveParameter] array $ownParameters = [],
        ?string $fingerprint = null,
        bool $repeated = false,
        ?CallbackReply $reply = null,
    ): self {
        $reply ??= new CallbackReply(200, 'text/plain', 'success');
        $fingerprint ??= hash('sha256', serialize([$type, $fields]));

        return new self($type, $authenticity, $fields, $reply, $ownParameters, $fingerprint, $repeated);
    }

    /** A field as text; a number as its digits. */
    public function text(string $name): ?string
    {
        $value = $this->fields[$name] ?? null;

        return \is_string($value) || \is_int($value) || \is_float($value) ? (string) $value : null;
    }

    /** What the platform wants to hear for this type. Anything else, and it repeats the callback. */
    public function reply(): CallbackReply
    {
        return $this->reply;
    }

    /** @internal */
    public function __get(string $name): mixed
    {
        return $this->__isset($name) ? Hidden::of($this)[$name] : throw new \Error('Undefined property: ' . self::class . '::$' . $name);
    }

    /** @internal */
    public function __isset(string $name): bool
    {
        return $name === 'fields' || $name === 'ownParameters';
    }

    /** @return array<string, string> */
    public function __debugInfo(): array
    {
        return ['type' => $this->type, 'authenticity' => $this->authenticity, 'fields' => '***'];
    }

    /** @return array<string, string> */
    public function jsonSerialize(): array
    {
        return $this->__debugInfo();
    }

    /** @throws \LogicException always: take what is needed from it */
    public function __serialize(): array
    {
        throw new \LogicException(self::class . ' cannot be serialized: take its fields');
    }

    private function __clone()
    {
    }
}
