<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests\Support;

/**
 * The server of `server.php`, until it is destroyed.
 */
final class Server
{
    public readonly string $url;
    private readonly Process $process;

    public function __construct()
    {
        $this->process = new Process([\PHP_BINARY, __DIR__ . '/server.php']);
        $this->url = 'http://' . $this->process->line();
    }

    /** @return array<string, mixed> options of a client of it */
    public function options(string $path = ''): array
    {
        return ['appToken' => 'token', 'appSecret' => 'secret-0123456789', 'baseUrl' => $this->url . $path, 'maxRetries' => 0];
    }

    /** @return array{requests: int, connections: int, closed: int} */
    public function seen(): array
    {
        return json_decode((string) file_get_contents($this->url . '/_stats'), true);
    }
}
