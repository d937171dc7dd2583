<?php

declare(strict_types=1);

// What a careful user of ext-curl writes: the status is checked, time-outs are set.

const PATH = '/v2/personalauth/miniappexchange';

function uuid(): string
{
    $bytes = random_bytes(16);
    $bytes[6] = chr(ord($bytes[6]) & 0x0f | 0x40);
    $bytes[8] = chr(ord($bytes[8]) & 0x3f | 0x80);

    return vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex($bytes), 4));
}

/** A ticket by a handle of curl. */
function ticket(CurlHandle $curl, string $url, string $token, string $secret, ?string $ca = null): string
{
    $body = json_encode([
        'mode' => 'BANK',
        'user' => ['contact' => '10020033044', 'contactType' => 'MOBILE'],
        'username' => '张三',
        'callbackUrl' => 'http://www.qiyuesuo.com',
    ], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR);
    $timestamp = (string) intdiv((int) (microtime(true) * 1000), 1);
    $nonce = uuid();
    curl_setopt_array($curl, [
        CURLOPT_URL => $url . PATH,
        CURLOPT_POSTFIELDS => $body,
        CURLOPT_HTTPHEADER => [
            'Content-Type: application/json;charset=UTF-8',
            "x-qys-open-accesstoken: $token",
            "x-qys-open-timestamp: $timestamp",
            "x-qys-open-nonce: $nonce",
            'x-qys-open-signature: ' . md5($token . $secret . $timestamp . $nonce),
        ],
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_CONNECTTIMEOUT => 5,
        CURLOPT_TIMEOUT => 30,
    ] + ($ca === null ? [] : [CURLOPT_CAINFO => $ca]));
    $answer = curl_exec($curl);
    if ($answer === false || curl_getinfo($curl, CURLINFO_RESPONSE_CODE) !== 200) {
        throw new RuntimeException(curl_error($curl) ?: 'HTTP ' . curl_getinfo($curl, CURLINFO_RESPONSE_CODE));
    }
    $envelope = json_decode($answer, true, 512, JSON_THROW_ON_ERROR);
    if ($envelope['code'] !== 0) {
        throw new RuntimeException($envelope['message']);
    }

    return $envelope['result']['ticket'];
}
