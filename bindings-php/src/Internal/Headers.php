<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

/**
 * Headers of answers.
 *
 * @internal
 */
final class Headers
{
    /**
     * By name; several of one name are joined, as HTTP has it.
     *
     * @param list<array{string, string}> $pairs
     * @return array<string, string>
     */
    public static function joined(array $pairs): array
    {
        $headers = [];
        foreach ($pairs as [$name, $value]) {
            $headers[$name] = isset($headers[$name]) ? "$headers[$name], $value" : $value;
        }

        return $headers;
    }

    /**
     * From the lines of a record.
     *
     * @return array<string, string>
     */
    public static function read(string $lines): array
    {
        $pairs = [];
        foreach (explode("\n", $lines) as $line) {
            $pair = explode(': ', $line, 2);
            if (isset($pair[1])) {
                $pairs[] = [$pair[0], $pair[1]];
            }
        }

        return self::joined($pairs);
    }
}
