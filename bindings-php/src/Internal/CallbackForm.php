<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

use Qiyuesuo\CallbackEvent;
use Qiyuesuo\CallbackReply;

/**
 * A callback on its way to the core, as a framework or PHP itself has it.
 *
 * @internal
 */
final class CallbackForm
{
    /**
     * @param array<array-key, mixed>|string|null $form
     * @param list<string>|string $keys
     * @param array<string, mixed> $options by the core's names; `null` is not given
     */
    public static function read(
        #[\SensitiveParameter] array|string|null $form,
        #[\SensitiveParameter] ?string $query,
        #[\SensitiveParameter] array|string $keys,
        #[\SensitiveParameter] array $options,
    ): CallbackEvent {
        if (\is_array($form) && $query !== null) {
            throw new \InvalidArgumentException('`query` goes with a raw body; a form has the parameters already');
        }
        $request = [
            'keys' => self::plain($keys),
            'options' => array_filter($options, static fn (mixed $value): bool => $value !== null),
        ];
        if (\is_array($form)) {
            $request['form'] = self::pairs($form);
        } else {
            // The body is read as a form, in which every byte that is not ASCII is escaped.
            $request['body'] = mb_scrub($form ?? '', 'UTF-8');
            $request['query'] = $query === null ? null : mb_scrub($query, 'UTF-8');
        }
        $event = Json::decode(Native::callbackParse(Json::encode($request)));
        $reply = $event['reply'];

        return new CallbackEvent(
            $event['type'],
            $event['authenticity'],
            $event['fields'],
            new CallbackReply($reply['status'], $reply['content_type'], $reply['body']),
            $event['own_parameters'],
            $event['fingerprint'],
            $event['repeated'],
        );
    }

    /**
     * A form as pairs. What its values may be, the core says.
     *
     * @param array<array-key, mixed> $form names and values, or `[name, value]` pairs
     *
     * @return list<mixed>
     */
    private static function pairs(array $form): array
    {
        $pairs = [];
        foreach ($form as $name => $value) {
            $isPair = \is_int($name) && \is_array($value) && \count($value) === 2 && array_is_list($value);
            $pairs[] = self::plain($isPair ? $value : [(string) $name, $value]);
        }

        return $pairs;
    }

    /** A value as JSON has it; an object, which the core refuses by name, for what JSON does not have. */
    private static function plain(#[\SensitiveParameter] mixed $value, int $depth = 0): mixed
    {
        if (\is_string($value)) {
            return mb_check_encoding($value, 'UTF-8') ? $value : new \stdClass();
        }
        if (\is_array($value) && array_is_list($value) && $depth < 3) {
            // What is nested deeper has no meaning in a form.
            return array_map(static fn (mixed $one): mixed => self::plain($one, $depth + 1), $value);
        }
        $isExact = $value === null || \is_bool($value) || \is_int($value) || \is_float($value) && is_finite($value);

        return $isExact ? $value : new \stdClass();
    }
}
