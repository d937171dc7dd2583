<?php

declare(strict_types=1);

// A web page that asks for a ticket: a client is made in each request, as applications do.

require __DIR__ . '/vendor/autoload.php';

use Qiyuesuo\Client;
use Qiyuesuo\User;

header('Content-Type: application/json');
try {
    $attempts = 0;
    $hook = isset($_GET['watched']) ? static function () use (&$attempts): void {
        ++$attempts;
    } : null;
    $client = new Client(appToken: 'token', appSecret: 'secret-0123456789', baseUrl: $_GET['url'], maxRetries: 0, onAttempt: $hook);
    $ticket = $client->personalAuth->createTicket(new User('10020033044', 'MOBILE'), mode: 'BANK');
    echo json_encode(['pid' => getmypid(), 'ticket' => $ticket->ticket, 'attempts' => $attempts]);
} catch (Throwable $error) {
    echo json_encode(['pid' => getmypid(), 'error' => $error::class, 'message' => $error->getMessage()]);
}
