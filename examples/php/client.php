<?php

declare(strict_types=1);

// Asks for a personal authentication ticket with the request of the page 生成个人认证令牌, and prints the ticket. Reads
// QYS_BASE_URL, QYS_APP_TOKEN and QYS_APP_SECRET (and every other QYS_* option of the SDK), and QYS_CONTACT, the telephone
// number of the person.

use Qiyuesuo\AuthMode;
use Qiyuesuo\Client;
use Qiyuesuo\ContactType;
use Qiyuesuo\Exception\QiyuesuoException;
use Qiyuesuo\User;

require getenv('QYS_PHP_VENDOR') . '/autoload.php';
require __DIR__ . '/failed.php';

try {
    $client = new Client();
    $ticket = $client->personalAuth->createTicket(
        new User(getenv('QYS_CONTACT') ?: '10020033044', ContactType::Mobile),
        mode: AuthMode::Bank,
        username: '张三',
        callbackUrl: 'http://www.qiyuesuo.com',
    );
    echo $ticket->ticket, "\n";
} catch (QiyuesuoException $error) {
    failed($error);
}
