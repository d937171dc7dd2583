<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests;

use PHPUnit\Framework\TestCase;
use Qiyuesuo\Exception\ConfigurationException;
use Qiyuesuo\Tests\Support\Fpm;
use Qiyuesuo\Tests\Support\Server;

/**
 * The package in php-fpm, with real FastCGI requests.
 */
final class FpmTest extends TestCase
{
    private const SCRIPT = __DIR__ . '/Support/fpm-script.php';

    private Server $server;

    protected function setUp(): void
    {
        $this->server = new Server();
    }

    /** @return array<string, string> settings as the documentation tells them for php-fpm started by root */
    private static function preloaded(): array
    {
        $settings = ['ffi.enable' => 'preload', 'opcache.enable' => '1', 'opcache.preload' => Fpm::PACKAGE . '/preload.php'];

        return posix_geteuid() === 0 ? $settings + ['opcache.preload_user' => Fpm::USER, 'ffi.preload' => Fpm::header()] : $settings;
    }

    /** @return array<string, mixed> */
    private function get(Fpm $fpm, string $more = ''): array
    {
        return json_decode($fpm->get('url=' . urlencode($this->server->url) . $more), true, 8, \JSON_THROW_ON_ERROR);
    }

    /**
     * Makes so many requests from two processes at once.
     *
     * @return array<int, int> how many each worker answered, by its pid
     */
    private function load(Fpm $fpm, int $requests, ?\Closure $meanwhile = null): array
    {
        $children = [];
        for ($child = 0; $child < 2; ++$child) {
            $told = tempnam(sys_get_temp_dir(), 'qys');
            $pid = pcntl_fork();
            if ($pid === 0) {
                $pids = [];
                try {
                    for ($request = 0; $request < $requests / 2; ++$request) {
                        $answer = $this->get($fpm);
                        if (($answer['ticket'] ?? '') !== 't-1') {
                            throw new \RuntimeException(json_encode($answer));
                        }
                        $pids[$answer['pid']] = ($pids[$answer['pid']] ?? 0) + 1;
                    }
                } catch (\Throwable $thrown) {
                    $pids = (string) $thrown;
                }
                file_put_contents($told, serialize($pids));
                posix_kill(posix_getpid(), \SIGKILL);
            }
            $children[$pid] = $told;
        }
        if ($meanwhile !== null) {
            $meanwhile();
        }
        $all = [];
        foreach ($children as $pid => $told) {
            pcntl_waitpid($pid, $status);
            $pids = unserialize((string) file_get_contents($told));
            unlink($told);
            $this->assertIsArray($pids, \is_string($pids) ? $pids . $fpm->told() : 'no answer');
            foreach ($pids as $worker => $count) {
                $all[$worker] = ($all[$worker] ?? 0) + $count;
            }
        }
        $this->assertEquals($requests, array_sum($all));

        return $all;
    }

    private static function resident(int $pid): int
    {
        preg_match('/^VmRSS:\s+(\d+)/m', (string) file_get_contents("/proc/$pid/status"), $found);

        return (int) $found[1];
    }

    private function assertClean(Fpm $fpm): void
    {
        $this->assertSame(0, $fpm->stop(), $fpm->told());
        $this->assertDoesNotMatchRegularExpression('/signal 11|SIGSEGV|SIGABRT|exited on|panicked|Fatal|Warning/', $fpm->told());
    }

    public function testTenThousandRequestsKeepTheirConnectionsAndTheirMemory(): void
    {
        $fpm = new Fpm(self::SCRIPT, self::preloaded());
        $this->load($fpm, 2_000);
        // An allocator settles when it likes, once; what leaks grows in every turn.
        $grown = [];
        for ($turn = 0; $turn < 2; ++$turn) {
            $before = $before ?? [];
            $workers = $this->load($fpm, 5_000);
            $this->assertCount(2, $workers);
            foreach ($workers as $pid => $count) {
                $grown[$pid][] = self::resident($pid) - ($before[$pid] ?? 0);
                $before[$pid] = self::resident($pid);
            }
        }
        foreach ($grown as $pid => [, $last]) {
            $this->assertLessThan(256, $last, "KiB that worker $pid grew by in its last 2500 requests or so");
        }
        $this->assertSame(['requests' => 12_000, 'connections' => 2, 'closed' => 0], $this->server->seen());
        $this->assertClean($fpm);
        $this->assertSame(2, $this->server->seen()['closed']);
    }

    public function testWithoutPreloading(): void
    {
        $fpm = new Fpm(self::SCRIPT, ['ffi.enable' => 'true']);
        $workers = $this->load($fpm, 400);
        $this->assertSame(\count($workers), $this->server->seen()['connections']);
        // A client that tells of its attempts has the same connections.
        for ($turn = 0; $turn < 20; ++$turn) {
            $this->assertSame(1, $this->get($fpm, '&watched=1')['attempts']);
        }
        $this->assertSame(2, $this->server->seen()['connections']);
        $this->assertClean($fpm);
    }

    public function testWithDeclarationsLoadedByThePreloadFile(): void
    {
        $fpm = new Fpm(self::SCRIPT, ['ffi.enable' => 'preload', 'opcache.enable' => '1', 'opcache.preload' => Fpm::PACKAGE . '/preload.php'], asUser: true);
        $workers = $this->load($fpm, 400);
        $this->assertSame(\count($workers), $this->server->seen()['connections']);
        $this->assertClean($fpm);
    }

    public function testWorkersThatAreRecycledEndCleanly(): void
    {
        $fpm = new Fpm(self::SCRIPT, self::preloaded(), ['pm.max_requests' => '100']);
        $workers = $this->load($fpm, 2_000);
        $this->assertGreaterThanOrEqual(20, \count($workers));
        $this->assertLessThanOrEqual(100, max($workers));
        $this->assertSame(\count($workers), $this->server->seen()['connections']);
        $this->assertClean($fpm);
        $this->assertSame(\count($workers), $this->server->seen()['closed']);
    }

    public function testReloadingLosesNoRequest(): void
    {
        $fpm = new Fpm(self::SCRIPT, self::preloaded());
        $this->load($fpm, 100);
        $workers = $this->load($fpm, 4_000, static function () use ($fpm): void {
            usleep(200_000);
            $fpm->reload();
        });
        $this->assertCount(4, $workers, 'two before and two after');
        // The second pair has connections of its own.
        $this->assertSame(4, $this->server->seen()['connections']);
        $this->assertClean($fpm);
    }

    /** @return iterable<string, array{array<string, string>, list<string>}> */
    public static function wrongSettings(): iterable
    {
        yield 'FFI is off' => [['ffi.enable' => 'false'], ['turned off', 'ffi.enable=preload']];
        yield 'nothing is preloaded' => [['ffi.enable' => 'preload'], ['restricted', 'opcache.preload=', 'ffi.preload=']];
        if (posix_geteuid() === 0) {
            yield 'the declarations are not preloaded' => [
                ['ffi.enable' => 'preload', 'opcache.enable' => '1', 'opcache.preload' => Fpm::PACKAGE . '/preload.php', 'opcache.preload_user' => Fpm::USER],
                ['its declarations are not', 'ffi.preload='],
            ];
        }
    }

    /**
     * @dataProvider wrongSettings
     *
     * @param array<string, string> $ini
     * @param list<string> $told
     */
    public function testWrongSettingsAreExplained(array $ini, array $told): void
    {
        $fpm = new Fpm(self::SCRIPT, $ini);
        $answer = $this->get($fpm);
        $this->assertSame(ConfigurationException::class, $answer['error'] ?? null, json_encode($answer) . $fpm->told());
        foreach ([...$told, 'fpm-fcgi', 'libqiyuesuo.so'] as $text) {
            $this->assertStringContainsString($text, $answer['message']);
        }
        $this->assertClean($fpm);
    }
}
