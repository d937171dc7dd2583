<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Exception\ValidationException;

/**
 * A file that travels with a call.
 */
final class File
{
    private function __construct(
        /** File name; null for a text part. */
        public readonly ?string $filename,
        /** Media type; null leaves it to the platform. */
        public readonly ?string $contentType,
        private readonly string|\Closure $source,
    ) {
    }

    /** Bytes under a file name. */
    public static function bytes(#[\SensitiveParameter] string $bytes, string $filename, ?string $contentType = null): self
    {
        return new self($filename, $contentType, static fn (): string => $bytes);
    }

    /** A file of this machine, read when the call is made. */
    public static function path(string $path, ?string $filename = null, ?string $contentType = null): self
    {
        return new self($filename ?? basename($path), $contentType, $path);
    }

    /** A part without a file name, which is a field to servers. */
    public static function text(#[\SensitiveParameter] string $text, ?string $contentType = null): self
    {
        return new self(null, $contentType, static fn (): string => $text);
    }

    /**
     * @internal
     *
     * @throws ValidationException if the file cannot be read
     */
    public function content(string $part): string
    {
        $source = $this->source;
        if (!\is_string($source)) {
            return $source();
        }
        $content = is_file($source) ? @file_get_contents($source) : false;

        return $content === false
            ? throw new ValidationException("`$part` is a file that cannot be read: $source", field: $part)
            : $content;
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['filename' => $this->filename, 'contentType' => $this->contentType];
    }
}
