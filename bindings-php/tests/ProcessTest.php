<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests;

use PHPUnit\Framework\TestCase;
use Qiyuesuo\AbstractClient;
use Qiyuesuo\Client;
use Qiyuesuo\Exception\InternalException;
use Qiyuesuo\Tests\Support\Process;
use Qiyuesuo\Tests\Support\Server;
use Qiyuesuo\User;

/**
 * Signals, forks, memory, panics and endings, mostly in programs of their own.
 */
final class ProcessTest extends TestCase
{
    private Server $server;

    protected function setUp(): void
    {
        $this->server = new Server();
    }

    private function ends(string $program, string $path = '', float $seconds = 30): string
    {
        [$code, $out] = Process::php($program, $this->server->options($path))->end($seconds);
        $this->assertSame(0, $code, $out);

        return $out;
    }

    private function soon(string $what, \Closure $condition): void
    {
        $until = microtime(true) + 10;
        while (!$condition()) {
            $this->assertLessThan($until, microtime(true), "never came true: $what");
            usleep(5_000);
        }
    }

    public function testHandlersOfSignalsRunWhileACallWaits(): void
    {
        $out = $this->ends('
            pcntl_async_signals(true);
            $client = new Client(...$options);
            $inner = new Client(...["baseUrl" => strtr($options["baseUrl"], ["/slow" => ""])] + $options);
            pcntl_signal(SIGALRM, function () use ($inner) { echo "handled ", $inner->personalAuth->createTicket(new User(...USER))->ticket, "\n"; });
            posix_kill(getmypid(), SIGALRM);
            for ($call = 0; $call < 3; ++$call) {
                echo $client->personalAuth->createTicket(new User(...USER))->ticket, "\n";
            }
        ', '/slow');
        $this->assertSame("handled t-1\nt-1\nt-1\nt-1\n", $out);
    }

    public function testHandlersThatCallMixNoAnswers(): void
    {
        // Signs with two secrets, in the program and in a handler that runs between any two of its statements.
        $out = $this->ends('
            $sign = fn (string $secret): array => Qiyuesuo\Signature::headers(token: "t", secret: $secret, timestamp: 1700000000000, nonce: "n");
            [$mine, $theirs] = [$sign("mine"), $sign("theirs")];
            $handled = $wrong = 0;
            pcntl_async_signals(true);
            pcntl_signal(SIGUSR1, function () use ($sign, $theirs, &$handled, &$wrong) {
                ++$handled;
                $wrong += (int) ($sign("theirs") !== $theirs);
            });
            $parent = getmypid();
            if (($child = pcntl_fork()) === 0) {
                // With a pause, because signals that wait count once.
                for ($sent = 0; $sent < 500; ++$sent) {
                    posix_kill($parent, SIGUSR1);
                    usleep(1000);
                }
                posix_kill(getmypid(), SIGKILL);
            }
            while (pcntl_waitpid($child, $status, WNOHANG) === 0) {
                $wrong += (int) ($sign("mine") !== $mine);
            }
            echo $handled > 10 ? "many" : $handled, " $wrong\n";
        ');
        $this->assertSame("many 0\n", $out);
    }

    public function testAHandlerThatThrowsEndsTheCallAtTheServerToo(): void
    {
        $program = Process::php('
            pcntl_async_signals(true);
            pcntl_signal(SIGINT, fn () => throw new RuntimeException("stopped"));
            $client = new Client(...$options);
            try {
                $client->personalAuth->createTicket(new User(...USER));
            } catch (RuntimeException $stopped) {
                echo $stopped->getMessage(), " ", hrtime(true), "\n";
            }
            $again = new Client(...["baseUrl" => strtr($options["baseUrl"], ["/hang" => ""])] + $options);
            echo $again->personalAuth->createTicket(new User(...USER))->ticket;
        ', $this->server->options('/hang'));
        $this->soon('the request arrives', fn (): bool => $this->server->seen()['requests'] === 1);
        $sent = hrtime(true);
        $program->signal(\SIGINT);
        [$code, $out] = $program->end();
        $this->assertSame(0, $code, $out);
        $this->assertMatchesRegularExpression("~^stopped \\d+\nt-1$~", $out);
        $this->assertLessThan(1_000, ((int) substr($out, 8) - $sent) / 1e6, 'milliseconds');
        $this->soon('the server sees both connections closed', fn (): bool => $this->server->seen()['closed'] === 2);
    }

    public function testCtrlCEndsAProgramWithoutHandlers(): void
    {
        // Whoever runs these tests may ignore the signal, as nohup does.
        $program = Process::php('pcntl_signal(SIGINT, SIG_DFL); (new Client(...$options))->personalAuth->createTicket(new User(...USER));', $this->server->options('/hang'));
        $this->soon('the request arrives', fn (): bool => $this->server->seen()['requests'] === 1);
        $program->signal(\SIGINT);
        $this->assertSame([-1, ''], $program->end(2));
    }

    /** @return iterable<string, array{string}> */
    public static function ways(): iterable
    {
        yield 'blocking' => ['false'];
        yield 'with signals' => ['true'];
    }

    /** @dataProvider ways */
    public function testAClientWorksInForkedChildren(string $signals): void
    {
        $out = $this->ends('
            pcntl_async_signals(' . $signals . ');
            $client = new Client(...$options);
            echo $client->personalAuth->createTicket(new User(...USER))->ticket, "\n";
            for ($child = 0; $child < 4; ++$child) {
                if (pcntl_fork() === 0) {
                    $ticket = $client->personalAuth->createTicket(new User(...USER))->ticket;
                    $client->close();
                    $again = new Client(...$options);
                    echo "$ticket {$again->personalAuth->createTicket(new User(...USER))->ticket}\n";
                    exit(0);
                }
            }
            while (pcntl_wait($status) > 0) {
                if ($status !== 0) { echo "a child ended with $status\n"; }
            }
            echo $client->personalAuth->createTicket(new User(...USER))->ticket, "\n";
        ');
        $this->assertSame("t-1\n" . str_repeat("t-1 t-1\n", 4) . "t-1\n", $out);
        // The parent has one connection, and each child one of its own that both of its clients share.
        $this->assertSame(5, $this->server->seen()['connections']);
    }

    public function testAHundredThousandCallsLeaveNothingBehind(): void
    {
        $out = $this->ends('
            $resident = function () { preg_match("/VmRSS:\s+(\d+)/", file_get_contents("/proc/self/status"), $found); return (int) $found[1]; };
            $calls = function (int $count) use ($options) {
                for ($call = 0; $call < $count; ++$call) {
                    // Half of them with a client of their own.
                    if ($call % 2 === 0 || !isset($client)) { $client = new Client(...$options); }
                    if ($call % 10 === 0) {
                        try { $client->personalAuth->createTicket(new User("1", "PIGEON")); } catch (E\ValidationException) {}
                    } else {
                        $client->personalAuth->createTicket(new User(...USER))->ticket;
                    }
                }
            };
            $calls(5_000);
            $before = [$resident(), memory_get_usage()];
            $calls(100_000);
            echo $resident() - $before[0], " ", memory_get_usage() - $before[1];
        ', seconds: 300);
        [$resident, $php] = array_map('intval', explode(' ', $out));
        $this->assertLessThan(2_048, $resident, 'KiB');
        $this->assertLessThan(16_384, $php, 'bytes');
        $this->assertSame(1, $this->server->seen()['connections']);
    }

    public function testThreeThousandCallsWithSignalsLeaveNothingBehind(): void
    {
        $out = $this->ends('
            pcntl_async_signals(true);
            $client = new Client(...$options);
            $calls = function (int $count) use ($client) {
                for ($call = 0; $call < $count; ++$call) { $client->personalAuth->createTicket(new User(...USER))->ticket; }
            };
            $calls(500);
            $before = memory_get_usage();
            $calls(3_000);
            echo memory_get_usage() - $before;
        ');
        $this->assertLessThan(16_384, (int) $out, 'bytes');
    }

    public function testABlockingCallStartsNoThread(): void
    {
        $out = $this->ends('
            $client = new Client(...$options);
            $client->personalAuth->createTicket(new User(...USER));
            echo count(glob("/proc/self/task/*"));
        ');
        $this->assertSame('1', $out);
    }

    public function testAPanicIsAnExceptionAndTheClientGoesOn(): void
    {
        $client = new Client(...$this->server->options());
        $calls = (new \ReflectionProperty(AbstractClient::class, 'calls'))->getValue($client);
        foreach ([false, true] as $signals) {
            pcntl_async_signals($signals);
            try {
                $calls->exchange('__panic', '{}', [], null);
                $this->fail('it did not panic');
            } catch (InternalException $error) {
                $this->assertStringContainsString('please report', $error->getMessage());
            } finally {
                pcntl_async_signals(false);
            }
            $this->assertSame('t-1', $client->personalAuth->createTicket(new User('1', 'MOBILE'))->ticket);
        }
    }

    public function testConnectionsOutliveTheirClients(): void
    {
        $this->ends('
            for ($client = 0; $client < 20; ++$client) {
                (new Client(...$options))->personalAuth->createTicket(new User(...USER));
                (new Client(...$options, onAttempt: fn () => null))->personalAuth->createTicket(new User(...USER));
            }
        ');
        $this->assertSame(['requests' => 40, 'connections' => 1, 'closed' => 1], $this->server->seen());
    }

    public function testProgramsEndWhateverIsOpen(): void
    {
        foreach (['exit(0);', 'pcntl_async_signals(true); $client->personalAuth->createTicket(new User(...USER)); exit(0);', 'static $kept; $kept = $client; exit(0);'] as $ending) {
            $this->ends('$client = new Client(...$options); $client->personalAuth->createTicket(new User(...USER));' . $ending);
        }
    }
}
