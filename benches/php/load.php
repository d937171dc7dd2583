<?php

declare(strict_types=1);

// The load generator. The contract stands in ../README.md.

define('IN_FLIGHT', (int) (getenv('BENCH_IN_FLIGHT') ?: 1));
define('WARM_UP', (float) (getenv('BENCH_WARM_UP') ?: 0.5));
define('SECONDS', (float) (getenv('BENCH_SECONDS') ?: 4));
define('REQUESTS', (int) (getenv('BENCH_REQUESTS') ?: 400_000));

/** User and system time of this process, in microseconds. */
function cpu(): float
{
    $usage = getrusage();

    return $usage['ru_utime.tv_sec'] * 1e6 + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_sec'] * 1e6 + $usage['ru_stime.tv_usec'];
}

/**
 * Calls until the time or the number is reached.
 *
 * @return array{list<int>, int} latencies in nanoseconds, and errors
 */
function phase(callable $ticket, float $seconds, int $most): array
{
    $latencies = [];
    $errors = 0;
    $now = hrtime(true);
    $end = $now + (int) ($seconds * 1e9);
    while ($now < $end && count($latencies) < $most) {
        try {
            $ticket();
        } catch (Throwable $error) {
            if ($errors++ === 0) {
                fwrite(STDERR, "a call failed: {$error->getMessage()}\n");
            }
        }
        $answered = hrtime(true);
        $latencies[] = $answered - $now;
        $now = $answered;
    }

    return [$latencies, $errors];
}

/** @param list<int> $latencies */
function report(array $latencies, int $errors, float $seconds, float $cpu): never
{
    sort($latencies);
    $percentile = static fn (float $part): float => $latencies[min((int) (count($latencies) * $part), count($latencies) - 1)] / 1000;
    echo json_encode([
        'requests' => count($latencies) - $errors, 'errors' => $errors, 'seconds' => $seconds,
        'cpu_us' => $cpu / max(count($latencies), 1), 'p50_us' => $percentile(0.5), 'p99_us' => $percentile(0.99),
    ]), "\n";
    exit($errors > 0 ? 1 : 0);
}

/** Measures, with a process for each call in flight. */
function measure(callable $prepare): never
{
    if (IN_FLIGHT === 1) {
        $ticket = $prepare();
        phase($ticket, WARM_UP, PHP_INT_MAX);
        [$began, $cpu] = [hrtime(true), cpu()];
        [$latencies, $errors] = phase($ticket, SECONDS, REQUESTS);
        report($latencies, $errors, (hrtime(true) - $began) / 1e9, cpu() - $cpu);
    }
    $lanes = [];
    for ($lane = 0; $lane < IN_FLIGHT; ++$lane) {
        $told = tmpfile();
        $pid = pcntl_fork();
        if ($pid === 0) {
            $ticket = $prepare();
            phase($ticket, WARM_UP, PHP_INT_MAX);
            [$began, $cpu] = [hrtime(true), cpu()];
            [$latencies, $errors] = phase($ticket, SECONDS, intdiv(REQUESTS, IN_FLIGHT));
            fwrite($told, serialize([$latencies, $errors, (hrtime(true) - $began) / 1e9, cpu() - $cpu]));
            posix_kill(posix_getpid(), SIGKILL);
        }
        $lanes[$pid] = $told;
    }
    [$all, $failed, $longest, $spent] = [[], 0, 0.0, 0.0];
    foreach ($lanes as $pid => $told) {
        pcntl_waitpid($pid, $status);
        rewind($told);
        [$latencies, $errors, $seconds, $cpu] = unserialize((string) stream_get_contents($told));
        array_push($all, ...$latencies);
        $failed += $errors;
        $spent += $cpu;
        $longest = max($longest, $seconds);
    }
    report($all, $failed, $longest, $spent);
}
