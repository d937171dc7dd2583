<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Internal\Json;
use Qiyuesuo\Internal\Native;

/**
 * Signing without a client, for programs with an HTTP stack of their own.
 */
final class Signature
{
    /**
     * The headers that sign one request, which may be sent once.
     *
     * @param string|null $token App Token. Needed without an agent.
     * @param string|null $secret App Secret. Needed without an agent.
     * @param Agent|null $agent Token and secret of an agent.
     * @param int|null $timestamp Milliseconds since 1970. Default: now.
     * @param string|null $nonce Default: a new UUID.
     * @param SignatureRule|string|null $rule Default: `md5`.
     * @param string|null $headerPrefix Default: `x-qys-open-`.
     * @param string|null $language Value of the language header. Default: not sent.
     *
     * @return array<string, string>
     *
     * @throws Exception\ConfigurationException if something is missing or wrong
     */
    public static function headers(
        #[\SensitiveParameter] ?string $token = null,
        #[\SensitiveParameter] ?string $secret = null,
        ?Agent $agent = null,
        ?int $timestamp = null,
        ?string $nonce = null,
        SignatureRule|string|null $rule = null,
        ?string $headerPrefix = null,
        ?string $language = null,
    ): array {
        $request = [
            'token' => $token,
            'secret' => $secret,
            'agent' => $agent?->toArray(),
            'timestamp' => $timestamp,
            'nonce' => $nonce,
            'rule' => $rule instanceof SignatureRule ? $rule->toArray() : $rule,
            'header_prefix' => $headerPrefix,
            'language' => $language,
        ];
        $signed = Json::decode(Native::sign(Json::encode(array_filter($request, static fn (mixed $value): bool => $value !== null))));

        return array_column($signed['headers'], 1, 0);
    }
}
