<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

use Qiyuesuo\Agent;
use Qiyuesuo\SignatureRule;

/**
 * The options of a client or a call as JSON for the native library.
 *
 * @internal
 */
final class Options
{
    /** @param array<string, mixed> $options */
    public static function text(#[\SensitiveParameter] array $options): string
    {
        $given = [];
        foreach ($options as $name => $value) {
            if ($value !== null) {
                $given[$name] = $value instanceof Agent || $value instanceof SignatureRule ? $value->toArray() : $value;
            }
        }

        return $given === [] ? '' : Json::encode($given);
    }
}
