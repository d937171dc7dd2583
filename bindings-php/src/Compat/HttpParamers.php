<?php

declare(strict_types=1);

namespace Qiyuesuo\Compat;

use Qiyuesuo\File;

/**
 * What a request carries, and how it travels. Members that are null are left out.
 */
final class HttpParamers
{
    /**
     * @param array<string, mixed> $query
     * @param array<string, File|null> $files
     */
    private function __construct(
        /** @internal */
        public readonly string $method,
        /** @internal */
        public readonly array $query,
        /** @internal */
        public readonly mixed $json,
        /** @internal */
        public readonly array $files,
    ) {
    }

    /**
     * POST with a JSON body.
     *
     * @param array<string, mixed> $members
     */
    public static function json(array $members): self
    {
        return new self('POST', [], (object) self::given($members), []);
    }

    /**
     * GET with a query.
     *
     * @param array<string, mixed> $members
     */
    public static function query(array $members): self
    {
        return new self('GET', self::given($members), null, []);
    }

    /**
     * POST with a multipart body.
     *
     * @param array<string, mixed> $members
     * @param array<string, File|null> $files
     */
    public static function multipart(array $members, array $files): self
    {
        return new self('POST', [], (object) self::given($members), $files);
    }

    /**
     * @param array<string, mixed> $members
     *
     * @return array<string, mixed>
     */
    private static function given(array $members): array
    {
        return array_filter($members, static fn (mixed $value): bool => $value !== null);
    }

    /** @return array<string, string> */
    public function __debugInfo(): array
    {
        return ['method' => $this->method];
    }
}
