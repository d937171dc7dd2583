<?php

declare(strict_types=1);

namespace Qiyuesuo;

/**
 * What the platform wants to hear.
 */
final class CallbackReply
{
    public function __construct(
        /** HTTP status. */
        public readonly int $status,
        /** Media type. */
        public readonly string $contentType,
        /** Body. */
        public readonly string $body,
    ) {
    }

    /** Sends it as the answer of this script, where no framework does. */
    public function send(): void
    {
        http_response_code($this->status);
        header('Content-Type: ' . $this->contentType);
        echo $this->body;
    }
}
