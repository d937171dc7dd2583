<?php

declare(strict_types=1);

namespace Qiyuesuo;

/**
 * How requests are signed, as data: for the day the platform publishes another rule. The presets `md5` (default),
 * `md5-without-nonce` and `hmac-sha256-provisional` (a guess, as its name says) are given by their names instead.
 */
final class SignatureRule
{
    /**
     * @param string $digest `md5` or `hmac-sha256`.
     * @param list<string> $parts What is joined: `token`, `secret`, `timestamp`, `nonce`.
     * @param string|null $key Key of an HMAC: `secret` or `none`.
     * @param string|null $encoding `hex`, `HEX` or `base64`.
     * @param array<string, string>|null $headers Further headers, always the same.
     */
    public function __construct(
        public readonly string $digest,
        public readonly array $parts,
        public readonly ?string $key = null,
        public readonly ?string $encoding = null,
        public readonly ?array $headers = null,
    ) {
    }

    /**
     * @internal
     *
     * @return array<string, mixed>
     */
    public function toArray(): array
    {
        $rule = array_filter(get_object_vars($this), static fn (mixed $value): bool => $value !== null);
        if (isset($rule['headers'])) {
            $rule['headers'] = (object) $rule['headers'];
        }

        return $rule;
    }
}
