<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

use Qiyuesuo\Exception\InvalidResponseException;
use Qiyuesuo\Exception\ValidationException;

/**
 * JSON as it crosses to the native library: UTF-8, integers exact.
 *
 * @internal
 */
final class Json
{
    private const WRITE = \JSON_THROW_ON_ERROR | \JSON_UNESCAPED_SLASHES | \JSON_UNESCAPED_UNICODE | \JSON_PRESERVE_ZERO_FRACTION;

    /**
     * @throws ValidationException naming the member that cannot be written
     */
    public static function encode(#[\SensitiveParameter] mixed $value): string
    {
        try {
            return json_encode($value, self::WRITE);
        } catch (\JsonException) {
            // What PHP says of the value is not passed on: it can quote it.
        }
        $field = null;
        foreach (\is_scalar($value) ? [] : (array) $value as $name => $member) {
            if (json_encode($member) === false) {
                $field = (string) $name;
                break;
            }
        }
        $why = 'cannot be written as JSON: is every text in UTF-8, and every number finite?';

        throw new ValidationException($field === null ? "The request $why" : "`$field` $why", field: $field);
    }

    /**
     * The result in a text with the members of `extra` beside the others, also in the objects inside it.
     *
     * @param array<string, array<string, mixed>> $objects the members that are objects, or lists of them
     */
    public static function flattened(#[\SensitiveParameter] string $text, array $objects): string
    {
        // As objects, so that an empty one does not become a list.
        $result = json_decode($text, false, 512, \JSON_THROW_ON_ERROR | \JSON_BIGINT_AS_STRING);
        self::flatten($result, $objects);

        return self::encode($result);
    }

    /** @param array<string, array<string, mixed>> $objects */
    private static function flatten(#[\SensitiveParameter] mixed $value, array $objects): void
    {
        if (\is_array($value)) {
            foreach ($value as $item) {
                self::flatten($item, $objects);
            }
        } elseif ($value instanceof \stdClass) {
            $extra = (array) ($value->extra ?? []);
            unset($value->extra);
            foreach ($objects as $name => $inner) {
                self::flatten($value->{$name} ?? null, $inner);
            }
            foreach ($extra as $name => $member) {
                $value->{$name} = $member;
            }
        }
    }

    /** @throws InvalidResponseException if it is beyond what PHP reads */
    public static function decode(#[\SensitiveParameter] string $text): mixed
    {
        try {
            // What the platform wrote can begin with a byte order mark.
            $text = str_starts_with($text, "\u{FEFF}") ? substr($text, 3) : $text;

            return json_decode($text, true, 512, \JSON_THROW_ON_ERROR | \JSON_BIGINT_AS_STRING);
        } catch (\JsonException) {
            throw new InvalidResponseException('The answer is beyond what PHP\'s json_decode reads.');
        }
    }
}
