<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Internal\Json;
use Qiyuesuo\Internal\Native;

/**
 * Reads what the platform posts to a callback address.
 *
 *     $event = Callback::parse(file_get_contents('php://input'), query: $_SERVER['QUERY_STRING'] ?? '', allowUnsigned: true);
 *     $event->reply()->send();
 *
 * What a callback proves is little: the platform documents those of personal authentication without any signature, and where
 * there is one it covers time and key, neither body nor address. `$event->authenticity` says which it is; confirm with
 * `getResult` before you act on it.
 */
final class Callback
{
    /**
     * Reads a callback.
     *
     * @param array<array-key, mixed>|string|null $form The raw body of the request, or the form as your framework gives it
     *     (`$_POST`, `$request->post()`).
     * @param string|null $query The query of the address, with a raw body. A signature may stand there; other parameters are
     *     `ownParameters`, unless the body has none at all.
     * @param list<string>|string $keys Keys of the callback, 16 characters each; several while one replaces another.
     * @param bool $allowUnsigned Accepts callbacks without a signature. The documented callbacks of personal authentication have none.
     * @param float|null $maxAge Refuses a signed callback that is older, in seconds. Default: no limit, since documented retries
     *     last more than a day.
     * @param string|null $cbcIv The IV, 16 characters, for content encrypted with AES-CBC.
     * @param int|null $now The time to compare with, in milliseconds since 1970. Default: now.
     * @param float|null $remember Tells in `repeated` whether this process received the same within so many seconds. Nothing is
     *     refused: the platform repeats a callback until it is answered. At most 65,536 are remembered, as digests. Under PHP-FPM
     *     each worker has a memory of its own: share `fingerprint` instead. Default: off.
     *
     * @throws Exception\CallbackException if it is forged, too old, unreadable, unsigned without `allowUnsigned`, or no callback
     * @throws Exception\ConfigurationException for wrong keys (empty, blank, with invisible characters) or options
     */
    public static function parse(
        #[\SensitiveParameter] array|string|null $form = null,
        #[\SensitiveParameter] ?string $query = null,
        #[\SensitiveParameter] array|string $keys = [],
        bool $allowUnsigned = false,
        ?float $maxAge = null,
        #[\SensitiveParameter] ?string $cbcIv = null,
        ?int $now = null,
        ?float $remember = null,
    ): CallbackEvent {
        if (\is_array($form) && $query !== null) {
            throw new \InvalidArgumentException('`query` goes with a raw body; a form has the parameters already');
        }
        $options = ['allow_unsigned' => $allowUnsigned, 'max_age' => $maxAge, 'cbc_iv' => $cbcIv, 'now' => $now, 'remember' => $remember];
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
