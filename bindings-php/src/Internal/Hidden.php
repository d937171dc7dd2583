<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

/**
 * What an object holds without having it as a property: `var_dump`, `print_r`, `var_export`, `json_encode`, casts to array
 * and the dumpers of frameworks do not find it.
 *
 * @internal
 */
final class Hidden
{
    /** @var \WeakMap<object, mixed>|null */
    private static ?\WeakMap $values = null;
    private static ?string $key = null;

    public static function put(object $object, #[\SensitiveParameter] mixed $value): void
    {
        self::$values ??= new \WeakMap();
        self::$values[$object] = $value;
    }

    public static function of(object $object): mixed
    {
        return self::$values[$object] ?? null;
    }

    /** Stands for a text where objects are compared with `==`. It is worth nothing in another process. */
    public static function print(#[\SensitiveParameter] string $text): string
    {
        self::$key ??= random_bytes(16);

        return hash('xxh3', self::$key . $text);
    }
}
