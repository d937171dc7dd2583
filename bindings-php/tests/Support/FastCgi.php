<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests\Support;

/**
 * One request over FastCGI, as a web server makes it: a connection of its own, parameters, an empty body.
 */
final class FastCgi
{
    private const BEGIN = 1;
    private const END = 3;
    private const PARAMETERS = 4;
    private const INPUT = 5;
    private const OUTPUT = 6;

    /**
     * The body of the answer.
     *
     * @param array<string, string> $more parameters
     */
    public static function get(string $socket, string $script, string $query = '', array $more = []): string
    {
        $stream = stream_socket_client("unix://$socket", $code, $why, 5);
        if ($stream === false) {
            throw new \RuntimeException("$socket: $why");
        }
        stream_set_timeout($stream, 20);
        $parameters = $more + [
            'REQUEST_METHOD' => 'GET', 'SCRIPT_FILENAME' => $script, 'SCRIPT_NAME' => '/' . basename($script),
            'QUERY_STRING' => $query, 'SERVER_PROTOCOL' => 'HTTP/1.1', 'GATEWAY_INTERFACE' => 'CGI/1.1',
        ];
        $pairs = '';
        foreach ($parameters as $name => $value) {
            $pairs .= self::length($name) . self::length($value) . $name . $value;
        }
        // Role: responder; the connection is closed afterwards.
        fwrite($stream, self::record(self::BEGIN, pack('nCx5', 1, 0)) . self::record(self::PARAMETERS, $pairs)
            . self::record(self::PARAMETERS, '') . self::record(self::INPUT, ''));
        $out = '';
        while (true) {
            $head = self::read($stream, 8);
            ['type' => $type, 'content' => $length, 'padding' => $padding] = unpack('Cversion/Ctype/nid/ncontent/Cpadding', $head);
            $content = self::read($stream, $length + $padding);
            if ($type === self::OUTPUT) {
                $out .= substr($content, 0, $length);
            } elseif ($type === self::END) {
                break;
            }
        }
        fclose($stream);

        return explode("\r\n\r\n", $out, 2)[1] ?? throw new \RuntimeException("no answer: $out");
    }

    private static function record(int $type, string $content): string
    {
        return pack('CCnnCx', 1, $type, 1, \strlen($content), 0) . $content;
    }

    private static function length(string $text): string
    {
        return \strlen($text) < 128 ? \chr(\strlen($text)) : pack('N', \strlen($text) | 0x80000000);
    }

    /** @param resource $stream */
    private static function read($stream, int $length): string
    {
        $read = '';
        while (\strlen($read) < $length) {
            $chunk = fread($stream, $length - \strlen($read));
            if ($chunk === '' || $chunk === false) {
                throw new \RuntimeException('php-fpm closed the connection');
            }
            $read .= $chunk;
        }

        return $read;
    }
}
