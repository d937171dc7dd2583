<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

use Psr\Log\LoggerInterface;
use Qiyuesuo\Attempt;
use Qiyuesuo\Exception\QiyuesuoException;
use Qiyuesuo\Exception\ValidationException;
use Qiyuesuo\File;
use Qiyuesuo\RequestOptions;

/**
 * An open client of the native library, which a Client and its families share.
 *
 * @internal
 */
final class Calls
{
    private const DEBUG = 3;

    /** How many of them log; the native library keeps lines only while there is one. */
    private static int $logging = 0;

    private function __construct(
        private readonly int $handle,
        private readonly ?\Closure $onAttempt,
        private readonly ?LoggerInterface $logger,
    ) {
        if ($logger !== null && self::$logging++ === 0) {
            Native::logLevel(self::DEBUG);
        }
    }

    public function __destruct()
    {
        $this->close();
        if ($this->logger !== null && --self::$logging === 0) {
            Native::logLevel(0);
        }
    }

    /**
     * @param array<string, mixed> $options
     * @throws QiyuesuoException
     */
    public static function open(#[\SensitiveParameter] array $options, ?callable $onAttempt, ?LoggerInterface $logger): self
    {
        $hook = $onAttempt === null ? null : $onAttempt(...);

        return new self(Native::open(Options::text($options), $hook !== null), $hook, $logger);
    }

    /** @throws QiyuesuoException */
    public function view(RequestOptions $options): self
    {
        return new self(Native::withOptions($this->handle, $options->text()), $this->onAttempt, $this->logger);
    }

    public function close(): void
    {
        Native::close($this->handle);
    }

    /**
     * A call of an operation; members that are null are left out.
     *
     * @param array<string, mixed> $members
     * @param array<string, File|list<File>|null> $files
     * @throws QiyuesuoException
     */
    public function typed(string $operation, array $members, array $files, ?RequestOptions $options): Reply
    {
        foreach ($members as $name => $value) {
            if ($value === null) {
                unset($members[$name]);
            }
        }
        if (($members['extra'] ?? null) === []) {
            // It would be written as a list.
            unset($members['extra']);
        }

        $request = $members === [] ? '{}' : Json::encode($members);

        return $this->exchange($operation, $request, $files === [] ? [] : self::parts($files), $options);
    }

    /**
     * @param array<array-key, mixed> $query
     * @param array<array-key, mixed> $files
     * @throws QiyuesuoException
     */
    public function raw(
        string $method,
        string $path,
        array $query,
        mixed $json,
        array $files,
        string $answer,
        bool $repeatable,
        ?RequestOptions $options,
    ): Reply {
        $request = ['method' => $method, 'path' => $path, 'answer' => $answer, 'repeatable' => $repeatable];
        if ($query !== []) {
            $request['query'] = self::pairs($query);
        }
        if ($json !== null) {
            $request['json'] = $json;
        }

        return $this->exchange('request', Json::encode($request), self::parts($files), $options);
    }

    /**
     * @param list<array{string, File}> $files
     * @throws QiyuesuoException
     */
    public function exchange(string $operation, string $request, array $files, ?RequestOptions $options): Reply
    {
        try {
            $reply = Native::call($this->handle, $operation, $request, $files, $options === null ? '' : $options->text());
        } finally {
            if ($this->logger !== null) {
                $this->log($this->logger);
            }
            if ($this->onAttempt !== null) {
                $this->tell($this->onAttempt);
            }
        }
        if ($reply->kind === Record::FAILURE) {
            throw Failure::of($reply->body);
        }

        return $reply;
    }

    private function log(LoggerInterface $logger): void
    {
        foreach (Json::decode(Native::logs())['lines'] as ['level' => $level, 'message' => $message]) {
            try {
                $logger->log($level === 'warn' ? 'warning' : $level, $message);
            } catch (\Throwable $thrown) {
                // A call that has ended must not lose its result for its log.
                trigger_error('the logger threw ' . $thrown::class . ': ' . $thrown->getMessage(), \E_USER_WARNING);
            }
        }
    }

    private function tell(\Closure $onAttempt): void
    {
        foreach (Json::decode(Native::attempts($this->handle)) as $attempt) {
            try {
                $onAttempt(new Attempt(
                    $attempt['operation'],
                    $attempt['attempt'],
                    $attempt['http_status'] ?? null,
                    $attempt['code'] ?? null,
                    (float) $attempt['elapsed_ms'],
                    $attempt['error_kind'] ?? null,
                ));
            } catch (\Throwable $thrown) {
                // A call that succeeded must not fail because of its metrics.
                trigger_error('onAttempt threw ' . $thrown::class . ': ' . $thrown->getMessage(), \E_USER_WARNING);
            }
        }
    }

    /**
     * @param array<array-key, mixed> $files names to files or lists of files, or pairs of them
     * @return list<array{string, File}>
     */
    private static function parts(array $files): array
    {
        $parts = [];
        foreach ($files as $name => $given) {
            if (\is_int($name) && \is_array($given)) {
                [$name, $given] = $given;
            }
            foreach (\is_array($given) ? $given : [$given] as $file) {
                if ($file !== null && !$file instanceof File) {
                    // Above all no text: it might be the path of any file, or what a visitor sent.
                    throw new ValidationException("`$name` must be a Qiyuesuo\\File: File::path(...), File::bytes(...) or File::text(...)", field: (string) $name);
                }
                if ($file !== null) {
                    $parts[] = [(string) $name, $file];
                }
            }
        }

        return $parts;
    }

    /**
     * @param array<array-key, mixed> $query
     * @return list<array{string, string}>
     */
    private static function pairs(array $query): array
    {
        $pairs = [];
        foreach ($query as $name => $value) {
            if (\is_int($name) && \is_array($value)) {
                [$name, $value] = $value;
            }
            foreach (\is_array($value) ? $value : [$value] as $one) {
                if ($one !== null) {
                    $pairs[] = [(string) $name, self::text($one)];
                }
            }
        }

        return $pairs;
    }

    private static function text(mixed $value): string
    {
        return match (true) {
            \is_bool($value) => $value ? 'true' : 'false',
            $value instanceof \BackedEnum => (string) $value->value,
            default => (string) $value,
        };
    }

    /** @return array<string, never> */
    public function __debugInfo(): array
    {
        return [];
    }
}
