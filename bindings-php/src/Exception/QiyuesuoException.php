<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

use Qiyuesuo\Internal\Hidden;
use Qiyuesuo\ResponseInfo;

/**
 * Base of everything this package throws. Neither its message nor its trace holds a secret, a ticket, personal data or a body;
 * `var_dump` and the like hide headers and body.
 *
 * @property-read array<string, string> $headers Headers of the answer, without cookies; names in lower case.
 */
abstract class QiyuesuoException extends \RuntimeException implements \JsonSerializable
{
    /** What went wrong, the same word in every language: `validation`, `timeout`, ... */
    public const KIND = 'internal';

    /** {@see KIND} */
    public readonly string $kind;

    /**
     * For tests of your own too: `new RateLimitException('too often', retryAfter: 3.0)`. Give all but the message by name.
     *
     * @param array<string, string> $headers names in lower case
     * @param string|null $body what {@see body} answers
     */
    final public function __construct(
        string $message,
        /** The operation, such as `personal_auth.create_ticket`. */
        public readonly ?string $operation = null,
        /** HTTP status of the answer. */
        public readonly ?int $httpStatus = null,
        /** `code` of the envelope. It is `getCode()` too, which is 0 where there is none. */
        public readonly ?int $platformCode = null,
        /** `responseCode` of the envelope. */
        public readonly ?string $responseCode = null,
        /** The field or option that is wrong, a path such as `user.contactType`. */
        public readonly ?string $field = null,
        /** How many attempts were made. */
        public readonly int $attempts = 0,
        /** Seconds to wait before the next try, as the platform asks. */
        public readonly ?float $retryAfter = null,
        /** The id that the answer gives to the request, for questions to the platform's support; see {@see ResponseInfo}. */
        public readonly ?string $requestId = null,
        array $headers = [],
        #[\SensitiveParameter] ?string $body = null,
        ?\Throwable $previous = null,
    ) {
        parent::__construct($message, $platformCode ?? 0, $previous);
        $this->kind = static::KIND;
        Hidden::put($this, [$headers, $body]);
        $this->atTheCaller();
    }

    /**
     * The body of the answer. Every value but `code`, `responseCode` and `message` is masked, and a body that is not JSON is
     * described rather than shown, unless the option `captureBodies` is on.
     */
    final public function body(): ?string
    {
        return Hidden::of($this)[1];
    }

    /** @internal */
    final public function __get(string $name): mixed
    {
        return $name === 'headers' ? Hidden::of($this)[0] : throw new \Error('Undefined property: ' . static::class . '::$' . $name);
    }

    /** @internal */
    final public function __isset(string $name): bool
    {
        return $name === 'headers';
    }

    /**
     * Traces hold arguments: credentials, and what is known of persons. Those of this package are dropped, and the exception
     * points to where the package was called.
     */
    private function atTheCaller(): void
    {
        $trace = $this->getTrace();
        $package = \dirname(__DIR__, 2) . \DIRECTORY_SEPARATOR;
        $inside = true;
        foreach ($trace as $index => $frame) {
            if (str_starts_with($frame['class'] ?? '', 'Qiyuesuo\\')) {
                unset($trace[$index]['args']);
            }
            if ($inside && isset($frame['file'], $frame['line'])) {
                [$this->file, $this->line] = [$frame['file'], $frame['line']];
                $inside = str_starts_with($frame['file'], $package);
            }
        }
        (new \ReflectionProperty(\Exception::class, 'trace'))->setValue($this, $trace);
    }

    /** @return array<string, mixed> */
    public function __debugInfo(): array
    {
        return [
            'message' => $this->getMessage(),
            'kind' => $this->kind,
            'operation' => $this->operation,
            'httpStatus' => $this->httpStatus,
            'platformCode' => $this->platformCode,
            'responseCode' => $this->responseCode,
            'field' => $this->field,
            'attempts' => $this->attempts,
            'retryAfter' => $this->retryAfter,
            'requestId' => $this->requestId,
            'file' => $this->getFile(),
            'line' => $this->getLine(),
        ];
    }

    /** @return array<string, mixed> */
    final public function jsonSerialize(): array
    {
        return $this->__debugInfo();
    }
}
