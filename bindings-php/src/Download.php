<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Internal\Hidden;
use Qiyuesuo\Internal\Reply;

/**
 * A file that the platform answered: to `$client->download(...)`, or to a call of a family. `var_dump` and the like hide its bytes.
 *
 * @property-read ResponseInfo $response HTTP status and headers of the answer, its request id, and what the call took.
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
        Hidden::put($this, $reply);
    }

    /**
     * A file that nobody sent, for tests of your own: `Download::fake('%PDF', filename: 'a.pdf')`.
     *
     * @param string $content The bytes.
     * @param string|null $contentType Media type.
     * @param string|null $filename File name.
     * @param ResponseInfo|null $response What is told of the answer. Default: HTTP status 200, one attempt, no headers.
     */
    public static function fake(
        #[\SensitiveParameter] string $content,
        ?string $contentType = null,
        ?string $filename = null,
        ?ResponseInfo $response = null,
    ): self {
        $details = array_filter(['content_type' => $contentType, 'filename' => $filename], static fn (?string $text): bool => $text !== null);

        return new self(Reply::fake($content, $details, $response));
    }

    /** The bytes. */
    public function content(): string
    {
        return $this->reply()->body;
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

    /** @internal */
    public function __get(string $name): mixed
    {
        return $name === 'response'
            ? $this->reply()->response()
            : throw new \Error('Undefined property: ' . self::class . '::$' . $name);
    }

    /** @internal */
    public function __isset(string $name): bool
    {
        return $name === 'response';
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

    private function reply(): Reply
    {
        /** @var Reply */
        return Hidden::of($this);
    }

    private function __clone()
    {
    }
}
