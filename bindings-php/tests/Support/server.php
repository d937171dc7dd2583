<?php

declare(strict_types=1);

// A server of a few lines that answers every request with a ticket: at once, `/slow` after 200 ms, `/hang` never, `/says/`
// with the body that follows in hexadecimal. Prints its address. `/_stats` tells what it has seen.

const BODY = '{"code":0,"message":"SUCCESS","result":{"ticket":"t-1"}}';

$listener = stream_socket_server('tcp://127.0.0.1:0') ?: exit(1);
echo stream_socket_get_name($listener, false), "\n";
$seen = ['requests' => 0, 'connections' => 0, 'closed' => 0];
$streams = $read = $waiting = [];

$answer = static function ($stream, string $body): void {
    fwrite($stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " . strlen($body) . "\r\n\r\n" . $body);
};

while (true) {
    $ready = [...$streams, $listener];
    $none = null;
    stream_select($ready, $none, $none, 0, $waiting === [] ? 500_000 : 5_000);
    foreach ($waiting as $id => [$stream, $at]) {
        if (microtime(true) >= $at) {
            unset($waiting[$id]);
            $answer($stream, BODY);
        }
    }
    foreach ($ready as $stream) {
        if ($stream === $listener) {
            $stream = stream_socket_accept($listener, 0);
            if ($stream !== false) {
                stream_set_blocking($stream, false);
                $streams[(int) $stream] = $stream;
                $read[(int) $stream] = '';
                ++$seen['connections'];
            }
            continue;
        }
        $id = (int) $stream;
        $chunk = fread($stream, 65536);
        if ($chunk === '' || $chunk === false) {
            if (feof($stream)) {
                unset($streams[$id], $read[$id], $waiting[$id]);
                ++$seen['closed'];
                fclose($stream);
            }
            continue;
        }
        $read[$id] .= $chunk;
        if (!preg_match('~^(\S+) (\S+) .*?\r\n\r\n~s', $read[$id], $head)) {
            continue;
        }
        $length = preg_match('~content-length: *(\d+)~i', $head[0], $found) ? (int) $found[1] : 0;
        if (strlen($read[$id]) < strlen($head[0]) + $length) {
            continue;
        }
        $read[$id] = '';
        if ($head[2] === '/_stats') {
            --$seen['connections'];
            $answer($stream, json_encode($seen));
            unset($streams[$id], $read[$id]);
            fclose($stream);
            continue;
        }
        ++$seen['requests'];
        if (str_starts_with($head[2], '/slow')) {
            $waiting[$id] = [$stream, microtime(true) + 0.2];
        } elseif (str_starts_with($head[2], '/big')) {
            $answer($stream, '{"code":0,"message":"SUCCESS","result":{"ticket":"t-1","more":"' . str_repeat('x', 300_000) . '"}}');
        } elseif (preg_match('~^/says/([0-9a-f]+)~', $head[2], $body)) {
            $answer($stream, hex2bin($body[1]));
        } elseif (!str_starts_with($head[2], '/hang')) {
            $answer($stream, BODY);
        }
    }
}
