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

    /** How long a call waits for its answer between two looks at signals. */
    private const SLICE_MS = 50;

    private static ?FFI $ffi = null;

    /** Where functions put their answer: one for all, since nothing here runs while a function fills it. */
    private static CData $buffer;
    private static CData $bufferAddress;
    private static CData $number;
    private static CData $numberAddress;
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
        self::$buffer = $ffi->new('qys_buffer');
        self::$bufferAddress = FFI::addr(self::$buffer);
        self::$number = $ffi->new('uint64_t');
        self::$numberAddress = FFI::addr(self::$number);
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
        $failed = self::ffi()->qys_open($options, \strlen($options), (int) $watch, self::$numberAddress, self::$bufferAddress);

        return self::handle($failed);
    }

    /** @throws QiyuesuoException */
    public static function withOptions(int $client, #[\SensitiveParameter] string $options): int
    {
        $failed = self::ffi()->qys_with_options($client, $options, \strlen($options), self::$numberAddress, self::$bufferAddress);

        return self::handle($failed);
    }

    private static function handle(int $failed): int
    {
        if ($failed !== 0) {
            throw Failure::of(self::taken());
        }

        return self::$number->cdata;
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
            self::$bufferAddress,
        );
        unset($memory);

        return self::reply(self::$buffer, self::$bufferAddress);
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
        // A handler can make calls of its own, so that nothing is shared here.
        $buffer = $ffi->new('qys_buffer');
        $address = FFI::addr($buffer);
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
            $text = FFI::string($buffer->data, $buffer->len);
            $ffi->qys_buffer_free($address);

            throw Failure::of($text);
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
                $text = FFI::string($buffer->data, $buffer->len);
                $ffi->qys_buffer_free($address);

                throw Failure::of($text);
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
            self::$queue = [$ffi->qys_queue_open(), $process];
        }

        return self::$queue[0];
    }

    private static function reply(CData $buffer, CData $address): Reply
    {
        $data = $buffer->data;
        $length = $buffer->len;
        // A large body is copied once, not twice.
        $record = FFI::string($data, min($length, 65536));
        // The operation, the size, the lengths of body and details, attempts, HTTP status, kind.
        $head = unpack('Qoperation/x8/Qbody/x8/Ldetails/Lattempts/Lstatus/Lkind', $record);
        $end = Reply::HEAD + $head['body'];
        if ($length <= 65536) {
            $body = substr($record, Reply::HEAD, $head['body']);
            $details = $head['details'] === 0 ? '' : substr($record, $end, $head['details']);
        } else {
            $body = FFI::string($data + Reply::HEAD, $head['body']);
            $details = $head['details'] === 0 ? '' : FFI::string($data + $end, $head['details']);
        }
        self::ffi()->qys_buffer_free($address);

        return new Reply($head['kind'], $body, $details, $head['status'], $head['attempts'], $head['operation']);
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
        self::ffi()->qys_attempts($client, self::$bufferAddress);

        return self::taken();
    }

    public static function logLevel(int $level): void
    {
        self::ffi()->qys_log_level($level);
    }

    /** The lines of the log since the last time, as JSON. */
    public static function logs(): string
    {
        self::ffi()->qys_logs(self::$bufferAddress);

        return self::taken();
    }

    /** @throws QiyuesuoException */
    public static function sign(#[\SensitiveParameter] string $request): string
    {
        return self::answered(self::ffi()->qys_sign($request, \strlen($request), self::$bufferAddress));
    }

    /** @throws QiyuesuoException */
    public static function callbackParse(#[\SensitiveParameter] string $request): string
    {
        return self::answered(self::ffi()->qys_callback_parse($request, \strlen($request), self::$bufferAddress));
    }

    /** @throws QiyuesuoException */
    public static function pluginUrl(#[\SensitiveParameter] string $request): string
    {
        return self::answered(self::ffi()->qys_plugin_url($request, \strlen($request), self::$bufferAddress));
    }

    private static function answered(int $failed): string
    {
        $text = self::taken();
        if ($failed !== 0) {
            throw Failure::of($text);
        }

        return $text;
    }

    private static function taken(): string
    {
        $length = self::$buffer->len;
        $text = $length === 0 ? '' : FFI::string(self::$buffer->data, $length);
        self::ffi()->qys_buffer_free(self::$bufferAddress);

        return $text;
    }
}
