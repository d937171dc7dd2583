<?php

declare(strict_types=1);

// Measures a page of php-fpm over TLS: `fpm.php nothing|curl|qiyuesuo [CA]`. php-fpm has one worker, whose CPU time counts; the
// server has the other CPU.

require __DIR__ . '/load.php';
require __DIR__ . '/../../bindings-php/tests/Support/FastCgi.php';

$root = dirname(__DIR__, 2);
$dist = "$root/target/php/dist";
$package = "$dist/app/vendor/qys-unofficial/qiyuesuo";
$folder = sys_get_temp_dir() . '/qys-bench-' . getmypid();
mkdir($folder);

$bin = (getenv('CARGO_TARGET_DIR') ?: "$root/target") . '/dist';
$server = proc_open(
    [...(trim((string) shell_exec('taskset -c 0 true && echo yes')) === 'yes' ? ['taskset', '-c', '0'] : []), "$bin/bare-server", '--certificate', "$dist/tls/server.pem", '--key', "$dist/tls/server.key"],
    [1 => ['pipe', 'w']],
    $pipes,
);
$url = trim((string) fgets($pipes[1]));

$root_user = posix_geteuid() === 0;
file_put_contents("$folder/fpm.conf", "[global]\nerror_log = $folder/log\n[bench]\nlisten = $folder/socket\npm = static\npm.max_children = 1\n"
    . ($root_user ? "user = root\ngroup = root\n" : ''));
exec(PHP_BINARY . " $package/bin/qiyuesuo-ffi-header > $folder/qiyuesuo.h");
// As the documentation tells, but for the user: preloading wants another than root.
$fpm = proc_open([
    '/usr/sbin/php-fpm' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION, '--nodaemonize', '--allow-to-run-as-root', '--fpm-config', "$folder/fpm.conf",
    '-d', 'opcache.enable=1', '-d', "opcache.preload=$package/preload.php", '-d', "ffi.preload=$folder/qiyuesuo.h",
    ...($root_user ? ['-d', 'opcache.preload_user=root'] : []),
], [], $none);

register_shutdown_function(static function () use ($server, $fpm, $folder): void {
    foreach ([$server, $fpm] as $process) {
        proc_terminate($process);
        proc_close($process);
    }
    exec('rm -rf ' . escapeshellarg($folder));
});
for ($turn = 0; $turn < 500 && !file_exists("$folder/socket"); ++$turn) {
    usleep(10_000);
}

$parameters = ['BENCH_CLIENT' => $argv[1], 'BENCH_URL' => $url, 'BENCH_CA' => "$dist/tls/" . ($argv[2] ?? 'ca.pem')];
$page = static function () use ($folder, $parameters): void {
    $answer = Qiyuesuo\Tests\Support\FastCgi::get("$folder/socket", __DIR__ . '/page.php', more: $parameters);
    if (!in_array($answer, ['nothing', 'bare-0123456789abcdefgh'], true)) {
        throw new RuntimeException($answer);
    }
};
phase($page, WARM_UP, PHP_INT_MAX);
// The scheduler's own account, in nanoseconds, of the one worker.
$worker = (int) trim((string) shell_exec('cat /proc/' . proc_get_status($fpm)['pid'] . '/task/*/children'));
$spent = static fn (): float => (float) strtok((string) file_get_contents("/proc/$worker/schedstat"), ' ') / 1000;
[$began, $cpu] = [hrtime(true), $spent()];
[$latencies, $errors] = phase($page, SECONDS, REQUESTS);
report($latencies, $errors, (hrtime(true) - $began) / 1e9, $spent() - $cpu);
