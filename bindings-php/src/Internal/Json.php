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

    /** The result in a text with the members of `extra` beside the others. */
    public static function flattened(#[\SensitiveParameter] string $text): string
    {
        // As objects, so that an empty one does not become a list.
        $result = json_decode($text, false, 512, \JSON_THROW_ON_ERROR | \JSON_BIGINT_AS_STRING);
        $extra = $result->extra;
        unset($result->extra);
        foreach (get_object_vars($extra) as $name => $value) {
            $result->{$name} = $value;
        }

        return self::encode($result);
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
