<?php

declare(strict_types=1);

namespace Qiyuesuo\Testing;

use Qiyuesuo\Client;

/**
 * A local stand-in for the platform, for tests: starts `qys emulator` on a free port, and ends it with the object.
 *
 *     $emulator = Emulator::start();
 *     $ticket = $emulator->client()->personalAuth->createTicket(new User('10020033044', 'MOBILE'));
 *     $emulator->requests()[0]['operation']; // personal_auth.create_ticket
 *
 * The command `qys` is the one that QYS_BIN names, or that in PATH.
 */
final class Emulator
{
    /** Seconds until it must have said where it listens. */
    private const PATIENCE = 10;

    /**
     * @param resource $process
     * @param array<int, resource> $pipes
     */
    private function __construct(
        private $process,
        private array $pipes,
        private readonly int $owner,
        /** Its address, for `baseUrl`. */
        public readonly string $url,
        /** App Token that it accepts. */
        public readonly string $appToken,
        /** App Secret that it accepts. */
        public readonly string $appSecret,
    ) {
    }

    /**
     * Starts one and waits until it listens.
     *
     * @param int $port Where to listen on 127.0.0.1; 0 picks a free port.
     * @param list<string> $arguments Further arguments of `qys emulator`, such as `['--callback-time-scale', '0.01']`.
     *
     * @throws EmulatorException if it cannot be found or started
     */
    public static function start(int $port = 0, array $arguments = []): self
    {
        $command = [self::command(), 'emulator', '--listen', "127.0.0.1:$port", '--output', 'json', ...$arguments];
        $null = \PHP_OS_FAMILY === 'Windows' ? 'NUL' : '/dev/null';
        // Whatever it says later must not fill a pipe that nobody reads.
        $errors = tmpfile() ?: ['file', $null, 'w'];
        $pipes = [];
        $process = @proc_open($command, [['file', $null, 'r'], ['pipe', 'w'], $errors], $pipes);
        $line = isset($pipes[1]) ? self::firstLine($pipes[1]) : false;
        if ($process === false || $line === false) {
            if (\is_resource($errors)) {
                rewind($errors);
            }
            $why = \is_resource($errors) ? trim((string) stream_get_contents($errors)) : '';
            if (\is_resource($process)) {
                proc_terminate($process, 9);
            }

            throw new EmulatorException('qys emulator did not start: ' . ($why === '' ? 'no output' : $why));
        }
        $told = json_decode($line, true, 8, \JSON_THROW_ON_ERROR);

        return new self($process, $pipes, (int) getmypid(), $told['url'], $told['app_token'], $told['app_secret']);
    }

    /**
     * What it says first, within some seconds.
     *
     * @param resource $output
     */
    private static function firstLine($output): string|false
    {
        $ready = [$output];
        $none = null;

        return stream_select($ready, $none, $none, self::PATIENCE) > 0 ? fgets($output) : false;
    }

    private static function command(): string
    {
        $given = getenv('QYS_BIN');
        if ($given !== false && $given !== '') {
            return is_executable($given) ? $given : throw new EmulatorException("QYS_BIN names $given, which is no program");
        }
        foreach (explode(\PATH_SEPARATOR, (string) getenv('PATH')) as $folder) {
            foreach (['qys', 'qys.exe'] as $name) {
                if (is_file("$folder/$name") && is_executable("$folder/$name")) {
                    return "$folder/$name";
                }
            }
        }

        throw new EmulatorException('the command qys is missing: `cargo install --path cli` in the source brings it, or set QYS_BIN to where it is');
    }

    /** Ends it. May be called twice. */
    public function stop(): void
    {
        // A forked child must not end what is its parent's.
        if (!\is_resource($this->process) || $this->owner !== getmypid()) {
            return;
        }
        proc_terminate($this->process);
        foreach ($this->pipes as $pipe) {
            fclose($pipe);
        }
        proc_close($this->process);
    }

    public function __destruct()
    {
        $this->stop();
    }

    /** A Client of this emulator; named arguments as of Client. */
    public function client(mixed ...$options): Client
    {
        return new Client(...$options + ['baseUrl' => $this->url, 'appToken' => $this->appToken, 'appSecret' => $this->appSecret]);
    }

    /**
     * The requests it has seen, each with what was signed and how it was judged.
     *
     * @return list<array<string, mixed>>
     */
    public function requests(): array
    {
        return $this->control('GET', 'requests')['requests'];
    }

    /**
     * Orders faults, as `PUT /_emulator/faults` takes them: `[['operation' => 'personal_auth.create_ticket', 'fault' => ['hang' =>
     * true]]]`.
     *
     * @param list<array<string, mixed>> $faults
     */
    public function setFaults(array $faults): void
    {
        $this->control('PUT', 'faults', $faults);
    }

    /** Takes all faults back. */
    public function clearFaults(): void
    {
        $this->control('DELETE', 'faults');
    }

    /** Forgets everything: tickets, requests, nonces, faults. */
    public function reset(): void
    {
        $this->control('POST', 'reset');
    }

    /**
     * Any call of the control interface: `$emulator->control('GET', 'tickets')`.
     *
     * @throws EmulatorException if it refuses
     */
    public function control(string $method, string $path, mixed $body = null): mixed
    {
        $context = stream_context_create(['http' => [
            'method' => $method,
            'header' => "Content-Type: application/json\r\nConnection: close",
            'content' => $body === null ? '' : json_encode($body, \JSON_THROW_ON_ERROR),
            'ignore_errors' => true,
            'timeout' => 10,
        ]]);
        $answer = @file_get_contents("$this->url/_emulator/$path", false, $context);
        $status = (int) substr($http_response_header[0] ?? '', 9, 3);
        if ($answer === false || $status >= 400) {
            throw new EmulatorException("$method $path: " . ($answer === false ? 'no answer' : "$status $answer"));
        }

        return $answer === '' ? null : json_decode($answer, true, 512, \JSON_THROW_ON_ERROR | \JSON_BIGINT_AS_STRING);
    }
}
