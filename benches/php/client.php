<?php

declare(strict_types=1);

// Measures one PHP client: `client.php curl|curl-new|qiyuesuo`.

use Qiyuesuo\Client;
use Qiyuesuo\User;

require __DIR__ . '/load.php';
require __DIR__ . '/by_hand.php';
require __DIR__ . '/../../target/php/dist/app/vendor/autoload.php';

$url = (string) getenv('QYS_BASE_URL');
$token = getenv('QYS_APP_TOKEN') ?: 'bench-app-token-0123456789';
$secret = getenv('QYS_APP_SECRET') ?: 'bench-app-secret-0123456789abcdef';

measure(match ($argv[1] ?? '') {
    'curl' => static function () use ($url, $token, $secret): callable {
        $curl = curl_init();

        return static fn (): string => ticket($curl, $url, $token, $secret);
    },
    'curl-new' => static fn (): callable => static fn (): string => ticket(curl_init(), $url, $token, $secret),
    'qiyuesuo' => static function () use ($url, $token, $secret): callable {
        $client = new Client(appToken: $token, appSecret: $secret, baseUrl: $url);

        return static fn (): string => $client->personalAuth->createTicket(
            new User('10020033044', 'MOBILE'),
            mode: 'BANK',
            username: '张三',
            callbackUrl: 'http://www.qiyuesuo.com',
        )->ticket;
    },
});
