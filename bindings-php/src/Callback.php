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
     * @param string|null $query The query of the address, for callbacks that carry their fields there. With a raw body, both count.
     * @param list<string> $keys Keys of the callback, 16 characters each; several while one replaces another.
     * @param bool $allowUnsigned Accepts callbacks without a signature. The documented callbacks of personal authentication have none.
     * @param float|null $maxAge Refuses a signed callback that is older, in seconds. Default: no limit, since documented retries
     *     last more than a day.
     * @param string|null $cbcIv The IV, 16 characters, for content encrypted with AES-CBC.
     * @param int|null $now The time to compare with, in milliseconds since 1970. Default: now.
     *
     * @throws Exception\CallbackException if it is forged, too old, unreadable, unsigned without `allowUnsigned`, or no callback
     * @throws Exception\ConfigurationException for wrong keys or options
     */
    public static function parse(
        #[\SensitiveParameter] array|string|null $form = null,
        #[\SensitiveParameter] ?string $query = null,
        #[\SensitiveParameter] array $keys = [],
        bool $allowUnsigned = false,
        ?float $maxAge = null,
        #[\SensitiveParameter] ?string $cbcIv = null,
        ?int $now = null,
    ): CallbackEvent {
        if (\is_array($form) && $query !== null) {
            throw new \InvalidArgumentException('`query` goes with a raw body; a form has the parameters already');
        }
        $options = ['allow_unsigned' => $allowUnsigned, 'max_age' => $maxAge, 'cbc_iv' => $cbcIv, 'now' => $now];
        $request = [
            'keys' => array_values($keys),
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
        );
    }

    /**
     * @param array<array-key, mixed> $form names and values, or `[name, value]` pairs
     *
     * @return list<array{string, string}>
     */
    private static function pairs(array $form): array
    {
        $pairs = [];
        foreach ($form as $name => $value) {
            if (\is_int($name) && \is_array($value) && \count($value) === 2 && array_is_list($value)) {
                [$name, $value] = $value;
            }
            foreach (\is_array($value) ? $value : [$value] as $one) {
                if (\is_scalar($one)) {
                    $pairs[] = [(string) $name, (string) $one];
                }
            }
        }

        return $pairs;
    }
}
