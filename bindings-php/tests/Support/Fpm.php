<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests\Support;

/**
 * A php-fpm of Debian with a pool of two workers, until it is destroyed. The package is copied to where its user can read it.
 */
final class Fpm
{
    public const USER = 'www-data';

    public readonly string $folder;
    private readonly Process $process;
    private readonly int $owner;

    /**
     * @param array<string, string> $ini
     * @param array<string, string> $pool
     * @param bool $asUser started by the user of the pool in place of root
     */
    public function __construct(string $script, array $ini, array $pool = [], bool $asUser = false)
    {
        $this->owner = (int) getmypid();
        $this->folder = sys_get_temp_dir() . '/qys-fpm-' . bin2hex(random_bytes(6));
        mkdir($this->folder);
        chmod($this->folder, 0755);
        copy($script, $this->folder . '/script.php');
        exec('cp -R ' . escapeshellarg((string) getenv('QYS_PHP_VENDOR')) . ' ' . escapeshellarg($this->folder));
        $root = posix_geteuid() === 0;
        exec('chmod -R a+rX ' . escapeshellarg($this->folder));
        if ($root) {
            chown($this->folder, self::USER);
        }
        $settings = $pool + [
            'listen' => $this->folder . '/socket', 'pm' => 'static', 'pm.max_children' => '2', 'clear_env' => 'no',
        ] + ($root && !$asUser ? ['user' => self::USER, 'group' => self::USER, 'listen.owner' => 'root'] : []);
        $lines = ['[global]', 'error_log = ' . $this->log(), 'daemonize = no', 'process_control_timeout = 10s', '[tests]'];
        foreach ($settings as $name => $value) {
            $lines[] = "$name = $value";
        }
        file_put_contents($this->folder . '/fpm.conf', implode("\n", $lines) . "\n");
        if ($asUser && $root) {
            touch($this->log());
            chown($this->log(), self::USER);
        }
        $command = [self::program(), '--nodaemonize', '--fpm-config', $this->folder . '/fpm.conf'];
        foreach ($ini as $name => $value) {
            array_push($command, '-d', "$name=" . str_replace('{folder}', $this->folder, $value));
        }
        if ($asUser && $root) {
            $command = ['setpriv', '--reuid', self::USER, '--regid', self::USER, '--clear-groups', ...$command];
        }
        $this->process = new Process($command, stderr: $this->folder . '/stderr');
        // The file is there a moment before anybody listens.
        for ($turn = 0; $turn < 500; ++$turn) {
            $connected = @stream_socket_client('unix://' . $this->folder . '/socket');
            if ($connected !== false) {
                fclose($connected);
                break;
            }
            usleep(10_000);
        }
    }

    /** Where the package is, in settings. */
    public const PACKAGE = '{folder}/vendor/qys-unofficial/qiyuesuo';

    private static function program(): string
    {
        // Of the same PHP as the tests.
        return '/usr/sbin/php-fpm' . \PHP_MAJOR_VERSION . '.' . \PHP_MINOR_VERSION;
    }

    public function get(string $query): string
    {
        return FastCgi::get($this->folder . '/socket', $this->folder . '/script.php', $query);
    }

    /** The header for `ffi.preload`, made as the documentation says. */
    public static function header(): string
    {
        $header = sys_get_temp_dir() . '/qiyuesuo-' . getmypid() . '.h';
        exec(\PHP_BINARY . ' ' . escapeshellarg(getenv('QYS_PHP_VENDOR') . '/bin/qiyuesuo-ffi-header'), $lines, $code);
        file_put_contents($header, implode("\n", $lines) . "\n");
        chmod($header, 0644);

        return $code === 0 ? $header : throw new \RuntimeException('no header');
    }

    public function reload(): void
    {
        $this->process->signal(\SIGUSR2);
    }

    /** Ends it as a service manager does; answers its exit code. */
    public function stop(): int
    {
        $this->process->signal(\SIGQUIT);

        return $this->process->end(15)[0];
    }

    public function log(): string
    {
        return $this->folder . '/log';
    }

    /** What it logged and wrote to stderr. */
    public function told(): string
    {
        return (string) @file_get_contents($this->log()) . @file_get_contents($this->folder . '/stderr');
    }

    public function __destruct()
    {
        if ($this->owner === getmypid()) {
            $this->process->signal(\SIGKILL);
            exec('rm -rf ' . escapeshellarg($this->folder));
        }
    }
}
