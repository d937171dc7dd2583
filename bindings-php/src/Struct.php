<?php

declare(strict_types=1);

namespace Qiyuesuo;

/**
 * A part of a request or a result, such as a User. `var_dump` and `print_r` hide its values, which can be personal data.
 *
 * @property-read array<string, mixed> $extra In a result, members the platform sent beside the declared ones, or of another
 *     type than declared, under its names.
 */
abstract class Struct implements \JsonSerializable
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

    /** @var array<string, mixed> */
    private array $others = [];

    /**
     * @internal
     *
     * @param array<string, mixed> $members
     */
    final public static function of(array $members): static
    {
        $arguments = [];
        foreach (static::MEMBERS as $name => $wire) {
            if (isset($members[$wire])) {
                $arguments[$name] = self::read($members[$wire], static::OBJECTS[$name] ?? null);
            }
        }

        $made = new static(...$arguments);
        $made->others = $members['extra'] ?? [];

        return $made;
    }

    /** @internal */
    final public function __get(string $name): mixed
    {
        return $name === 'extra' ? $this->others : throw new \Error('Undefined property: ' . static::class . '::$' . $name);
    }

    /** @internal */
    final public function __isset(string $name): bool
    {
        return $name === 'extra';
    }

    /**
     * @internal
     *
     * @param class-string<Struct>|array{class-string<Struct>}|null $class
     */
    final public static function read(mixed $value, string|array|null $class): mixed
    {
        if ($class === null || !\is_array($value)) {
            return $value;
        }

        // An empty array does not tell whether it was a list.
        return \is_array($class) ? array_map($class[0]::of(...), $value) : $class::of($value);
    }

    /**
     * Those of a class's members that are objects, under the platform's names, each with its own such members.
     *
     * @internal
     *
     * @param array<string, string> $members
     * @param array<string, class-string<Struct>|array{class-string<Struct>}> $classes
     *
     * @return array<string, array<string, mixed>>
     */
    final public static function named(array $members, array $classes): array
    {
        $objects = [];
        foreach ($classes as $name => $class) {
            $class = \is_array($class) ? $class[0] : $class;
            $objects[$members[$name]] = self::named($class::MEMBERS, $class::OBJECTS);
        }

        return $objects;
    }

    /**
     * The members that are set, under the platform's names, `extra` included.
     *
     * @return array<string, mixed>
     */
    final public function toArray(): array
    {
        $members = [];
        foreach (static::MEMBERS as $name => $wire) {
            if ($this->$name !== null) {
                $members[$wire] = $this->$name;
            }
        }

        return $members + $this->others;
    }

    /** @internal */
    final public function jsonSerialize(): \stdClass
    {
        return (object) $this->toArray();
    }

    /** @return array<string, string> */
    final public function __debugInfo(): array
    {
        return array_fill_keys(array_keys($this->toArray()), '***');
    }
}
