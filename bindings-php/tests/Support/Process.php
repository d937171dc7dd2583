<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests\Support;

/**
 * A program, killed when the object is destroyed.
 */
final class Process
{
    /** @var resource */
    private $process;

    /** @var array<int, resource> */
    private array $pipes = [];
    private readonly int $owner;

    /**
     * @param list<string> $command
     * @param array<string, string>|null $environment added to that of the tests; null adds nothing
     */
    public function __construct(array $command, ?array $environment = null, ?string $stderr = null, ?string $directory = null)
    {
        $errors = $stderr === null ? \STDERR : ['file', $stderr, 'a'];
        $process = proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], $errors], $this->pipes, $directory, $environment === null ? null : $environment + getenv());
        if ($process === false) {
            throw new \RuntimeException('cannot start ' . $command[0]);
        }
        $this->process = $process;
        $this->owner = (int) getmypid();
    }

    /** The next line of what it prints. */
    public function line(): string
    {
        return trim((string) fgets($this->pipes[1]));
    }

    public function pid(): int
    {
        return proc_get_status($this->process)['pid'];
    }

    public function signal(int $signal): void
    {
        proc_terminate($this->process, $signal);
    }

    /**
     * What it prints until it ends.
     *
     * @return array{int, string} its exit code, -1 for a signal, and what it printed
     */
    public function end(float $seconds = 30): array
    {
        $until = microtime(true) + $seconds;
        $out = '';
        stream_set_blocking($this->pipes[1], false);
        do {
            $status = proc_get_status($this->process);
            $out .= stream_get_contents($this->pipes[1]);
            if (!$status['running']) {
                return [$status['exitcode'], $out];
            }
            usleep(2000);
        } while (microtime(true) < $until);
        $this->signal(\SIGKILL);

        throw new \RuntimeException("the program did not end:\n$out");
    }

    public function __destruct()
    {
        // A child of the tests must not end what is its parent's.
        if ($this->owner === getmypid() && proc_get_status($this->process)['running']) {
            $this->signal(\SIGKILL);
        }
    }

    /**
     * A program of a user, with `$options` and the names it needs.
     *
     * @param array<string, mixed> $options of its client
     * @param list<string> $arguments of PHP
     * @param array<string, string> $environment
     */
    public static function php(string $code, array $options = [], array $arguments = [], array $environment = [], ?string $stderr = null): self
    {
        $begin = 'declare(strict_types=1); use Qiyuesuo\{Client, User, Callback, RequestOptions}; use Qiyuesuo\Exception as E;'
            . 'require getenv("QYS_PHP_VENDOR") . "/autoload.php"; $options = json_decode(getenv("TEST_OPTIONS"), true);'
            . 'const USER = ["10020033044", "MOBILE"];';
        $command = [\PHP_BINARY, '-d', 'display_errors=stderr', ...$arguments, '-r', $begin . $code];

        return new self($command, ['TEST_OPTIONS' => (string) json_encode($options)] + $environment, $stderr);
    }
}
