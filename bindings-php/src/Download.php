<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Internal\Hidden;
use Qiyuesuo\Internal\Reply;

/**
 * The answer to `$client->download(...)`. `var_dump` and the like hide its bytes.
 */
final class Download implements \JsonSerializable
{
    /** Media type, as sent. */
    public readonly ?string $contentType;

    /** File name without any folder, if the platform gave one. */
    public readonly ?string $filename;

    /** HTTP status of the answer. */
    public readonly int $httpStatus;

    /** How many attempts the call took. */
    public readonly int $attempts;

    /** Number of bytes. */
    public readonly int $size;

    private readonly string $print;

    /** @internal */
    public function __construct(Reply $reply)
    {
        $details = $reply->details();
        $this->contentType = $details['content_type'] ?? null;
        $this->filename = $details['filename'] ?? null;
        $this->httpStatus = $reply->httpStatus;
        $this->attempts = $reply->attempts;
        $this->size = \strlen($reply->body);
        $this->print = Hidden::print($reply->body);
        Hidden::put($this, $reply->body);
    }

    /**
     * A file that nobody sent, for tests of your own: `Download::fake('%PDF', filename: 'a.pdf')`.
     *
     * @param string $content The bytes.
     * @param string|null $contentType Media type.
     * @param string|null $filename File name.
     * @param int $httpStatus HTTP status of the answer.
     * @param int $attempts How many attempts the call took.
     */
    public static function fake(
        #[\SensitiveParameter] string $content,
        ?string $contentType = null,
        ?string $filename = null,
        int $httpStatus = 200,
        int $attempts = 1,
    ): self {
        $details = array_filter(['content_type' => $contentType, 'filename' => $filename], static fn (?string $text): bool => $text !== null);

        return new self(Reply::fake($content, $details, $httpStatus, $attempts));
    }

    /** The bytes. */
    public function content(): string
    {
        return Hidden::of($this);
    }

    /**
     * Writes the bytes to a file.
     *
     * @throws \RuntimeException if that fails
     */
    public function save(string $path): void
    {
        if (@file_put_contents($path, $this->content()) !== $this->size) {
            throw new \RuntimeException("Cannot write to $path");
        }
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return ['size' => $this->size, 'contentType' => $this->contentType, 'httpStatus' => $this->httpStatus, 'attempts' => $this->attempts];
    }

    /** @return array<string, mixed> */
    public function jsonSerialize(): array
    {
        return $this->__debugInfo();
    }

    /** @throws \LogicException always: save it, or take its content */
    public function __serialize(): array
    {
        throw new \LogicException(self::class . ' cannot be serialized: take its content');
    }

    private function __clone()
    {
    }
}
