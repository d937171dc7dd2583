<?php

declare(strict_types=1);

// A page that asks for a ticket, as applications do: with a handle or a client made in the request.

use Qiyuesuo\Client;
use Qiyuesuo\User;

// Every application has it.
require __DIR__ . '/../../target/php/dist/app/vendor/autoload.php';

[$client, $url, $ca] = [$_SERVER['BENCH_CLIENT'], $_SERVER['BENCH_URL'], $_SERVER['BENCH_CA']];
if ($client === 'nothing') {
    echo 'nothing';
} elseif ($client === 'curl') {
    require __DIR__ . '/by_hand.php';
    echo ticket(curl_init(), $url, 'bench-app-token-0123456789', 'bench-app-secret-0123456789abcdef', $ca);
} else {
    echo (new Client(appToken: 'bench-app-token-0123456789', appSecret: 'bench-app-secret-0123456789abcdef', baseUrl: $url, caFile: $ca))
        ->personalAuth->createTicket(new User('10020033044', 'MOBILE'), mode: 'BANK', username: '张三', callbackUrl: 'http://www.qiyuesuo.com')->ticket;
}
