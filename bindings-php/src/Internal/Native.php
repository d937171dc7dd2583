<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

use FFI;
use FFI\CData;
use Qiyuesuo\Exception\QiyuesuoException;
use Qiyuesuo\File;

/**
 * The functions of the native library. Texts cross as they are, without a copy on this side.
 *
 * @internal
 */
final class Native
{
    /** How many clients a process keeps connected between requests, when no object holds them. */
    private const KEPT = 8;
    /** QYS_ALL_CALLS: PHP has no unsigned integers. */
    private const ALL_CALLS = -1;

    /** How long a call waits for its answer between two looks at signals. */
    private const SLICE_MS = 50;

    private static ?FFI $ffi = null;

    private static bool $signals;

    /** @var array{int, int}|null the queue, and the process it belongs to */
    private static ?array $queue = null;

    private static function ffi(): FFI
    {
        return self::$ffi ?? self::begin();
    }

    private static function begin(): FFI
    {
        $ffi = Library::load();
        self::$signals = \function_exists('pcntl_async_signals');
        // In php-fpm the objects go with each request; the connections stay with the process.
        $ffi->qys_keep_open(self::KEPT);

        return self::$ffi = $ffi;
    }

    public static function version(): string
    {
        return self::ffi()->qys_version();
    }

    /** @throws QiyuesuoException */
    public static function open(#[\SensitiveParameter] string $options, bool $watch): int
    {
        $ffi = self::ffi();

        return self::handle(
            $ffi,
            static fn (CData $handle, CData $error): int => $ffi->qys_open($options, \strlen($options), (int) $watch, $handle, $error),
        );
    }

    /** @throws QiyuesuoException */
    public static function withOptions(int $client, #[\SensitiveParameter] string $options): int
    {
        $ffi = self::ffi();

        return self::handle(
            $ffi,
            static fn (CData $handle, CData $error): int => $ffi->qys_with_options($client, $options, \strlen($options), $handle, $error),
        );
    }

    /** @param \Closure(CData, CData): int $open */
    private static function handle(FFI $ffi, \Closure $open): int
    {
        $number = $ffi->new('uint64_t');
        [$buffer, $address] = self::buffer($ffi);
        if ($open(FFI::addr($number), $address) !== 0) {
            throw Failure::of(self::taken($ffi, $buffer, $address));
        }

        return $number->cdata;
    }

    /**
     * Where a function puts its answer. One for each: between two statements PHP may run a signal's handler or a destructor,
     * which may call too.
     *
     * @return array{CData, CData} a buffer and its address
     */
    private static function buffer(FFI $ffi): array
    {
        $buffer = $ffi->new('qys_buffer');

        return [$buffer, FFI::addr($buffer)];
    }

    public static function close(int $handle): void
    {
        self::ffi()->qys_close($handle);
    }

    /**
     * Makes a call and waits for it.
     *
     * @param list<array{string, File}> $files
     * @throws QiyuesuoException if it could not be begun; every other failure is in the reply
     */
    public static function call(int $client, string $operation, string $request, array $files, string $options): Reply
    {
        $ffi = self::ffi();
        // Nothing passed to the library may be freed before the function is back.
        $memory = $parts = null;
        if ($files !== []) {
            [$parts, $memory] = self::parts($ffi, $files);
        }
        if (self::$signals && pcntl_async_signals()) {
            return self::waited($ffi, $client, $operation, $request, $parts, \count($files), $options);
        }
        [$buffer, $address] = self::buffer($ffi);
        $ffi->qys_call(
            $client,
            $operation,
            \strlen($operation),
            $request,
            \strlen($request),
            $parts,
            \count($files),
            $options,
            \strlen($options),
            $address,
        );
        unset($memory);

        return self::reply($buffer, $address);
    }

    /**
     * The same in slices, so that handlers of signals run in between. One that throws ends the call.
     */
    private static function waited(
        FFI $ffi,
        int $client,
        string $operation,
        string $request,
        ?CData $parts,
        int $count,
        string $options,
    ): Reply {
        [$buffer, $address] = self::buffer($ffi);
        $number = $ffi->new('uint64_t');
        $queue = self::queue($ffi);
        $failed = $ffi->qys_submit(
            $client,
            $queue,
            $operation,
            \strlen($operation),
            $request,
            \strlen($request),
            $parts,
            $count,
            $options,
            \strlen($options),
            FFI::addr($number),
            $address,
        );
        if ($failed !== 0) {
            throw Failure::of(self::taken($ffi, $buffer, $address));
        }
        $submitted = $number->cdata;
        try {
            do {
                $reply = self::arrived($ffi, $queue, $submitted, $buffer, $address, self::SLICE_MS);
            } while ($reply === null);

            return $reply;
        } finally {
            if (!isset($reply)) {
                $ffi->qys_cancel($submitted);
                // Its completion arrives all the same and must not wait for the next call.
                for ($turn = 0; $turn < 20 && self::arrived($ffi, $queue, $submitted, $buffer, $address, self::SLICE_MS) === null; ++$turn);
            }
        }
    }

    /** @var array<int, Reply> answers to calls that were interrupted by the one that found them */
    private static array $others = [];

    private static function arrived(FFI $ffi, int $queue, int $submitted, CData $buffer, CData $address, int $wait): ?Reply
    {
        if (!isset(self::$others[$submitted])) {
            if ($ffi->qys_drain($queue, 1, $wait, $address) !== 0) {
                throw Failure::of(self::taken($ffi, $buffer, $address));
            }
            if ($buffer->len === 0) {
                return null;
            }
            $reply = self::reply($buffer, $address);
            if ($reply->operation !== 0) {
                self::$others[$reply->operation] = $reply;
            }
        }
        $reply = self::$others[$submitted] ?? null;
        unset(self::$others[$submitted]);

        return $reply;
    }

    private static function queue(FFI $ffi): int
    {
        $process = (int) getmypid();
        if (self::$queue === null || self::$queue[1] !== $process) {
            self::$others = [];
            self::$queue = [$ffi->qys_queue_open(0), $process];
        }

        return self::$queue[0];
    }

    private static function reply(CData $buffer, CData $address): Reply
    {
        $data = $buffer->data;
        $length = $buffer->len;
        // A large body is copied once, not twice.
        $record = FFI::string($data, min($length, 65536));
        $head = unpack(Record::FORMAT, $record);
        $end = Record::SIZE + $head['body_len'];
        $small = $length <= 65536;
        $body = $small ? substr($record, Record::SIZE, $head['body_len']) : FFI::string($data + Record::SIZE, $head['body_len']);
        $rest = $head['details_len'] + $head['headers_len'];
        $rest = $rest === 0 ? '' : ($small ? substr($record, $end, $rest) : FFI::string($data + $end, $rest));
        [$details, $headers] = [substr($rest, 0, $head['details_len']), substr($rest, $head['details_len'])];
        self::ffi()->qys_buffer_free($address);

        return new Reply(
            $head['kind'],
            $body,
            $details,
            $head['http_status'],
            $head['attempts'],
            $head['elapsed_us'],
            $headers,
            $head['operation'],
        );
    }

    /**
     * @param list<array{string, File}> $files
     * @return array{CData, list<CData>} the parts, and the memory they point into
     */
    private static function parts(FFI $ffi, array $files): array
    {
        $parts = $ffi->new('qys_part[' . \count($files) . ']');
        $memory = [];
        foreach ($files as $index => [$name, $file]) {
            $texts = [
                'name' => $name,
                'filename' => $file->filename,
                'content_type' => $file->contentType,
                'data' => $file->content($name),
            ];
            foreach ($texts as $member => $text) {
                if ($text === null) {
                    continue;
                }
                $length = \strlen($text);
                // No array of C has the length 0.
                $copy = $ffi->new(($member === 'data' ? 'uint8_t[' : 'char[') . max($length, 1) . ']');
                FFI::memcpy($copy, $text, $length);
                $memory[] = $copy;
                $parts[$index]->$member = $ffi->cast($member === 'data' ? 'const uint8_t *' : 'const char *', FFI::addr($copy));
                $parts[$index]->{$member . '_len'} = $length;
            }
        }

        return [$parts, $memory];
    }

    /** The attempts since the last time, as JSON. */
    public static function attempts(int $client): string
    {
        $ffi = self::ffi();
        [$buffer, $address] = self::buffer($ffi);
        $ffi->qys_attempts($client, self::ALL_CALLS, $address);

        return self::taken($ffi, $buffer, $address);
    }

    public static function logLevel(int $level): void
    {
        self::ffi()->qys_log_level($level);
    }

    /** The lines of the log since the last time, as JSON. */
    public static function logs(): string
    {
        $ffi = self::ffi();
        [$buffer, $address] = self::buffer($ffi);
        $ffi->qys_logs(self::ALL_CALLS, $address);

        return self::taken($ffi, $buffer, $address);
    }

    /** @throws QiyuesuoException */
    public static function sign(#[\SensitiveParameter] string $request): string
    {
        return self::answered('qys_sign', $request);
    }

    /** @throws QiyuesuoException */
    public static function callbackParse(#[\SensitiveParameter] string $request): string
    {
        return self::answered('qys_callback_parse', $request);
    }

    /** @throws QiyuesuoException */
    public static function pluginUrl(#[\SensitiveParameter] string $request): string
    {
        return self::answered('qys_plugin_url', $request);
    }

    private static function answered(string $function, #[\SensitiveParameter] string $request): string
    {
        $ffi = self::ffi();
        [$buffer, $address] = self::buffer($ffi);
        $failed = $ffi->{$function}($request, \strlen($request), $address);
        $text = self::taken($ffi, $buffer, $address);
        if ($failed !== 0) {
            throw Failure::of($text);
        }

        return $text;
    }

    private static function taken(FFI $ffi, CData $buffer, CData $address): string
    {
        $length = $buffer->len;
        $text = $length === 0 ? '' : FFI::string($buffer->data, $length);
        $ffi->qys_buffer_free($address);

        return $text;
    }
}
