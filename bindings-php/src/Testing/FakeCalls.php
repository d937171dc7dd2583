<?php

declare(strict_types=1);

namespace Qiyuesuo\Testing;

use Qiyuesuo\Client;
use Qiyuesuo\Download;
use Qiyuesuo\RawReply;
use Qiyuesuo\RequestOptions;

/**
 * What a FakeClient has beside its families, which are generated.
 *
 * @internal
 */
abstract class FakeCalls extends Client
{
    /** @param array<string, object> $families */
    public function __construct(
        array $families,
        private readonly ?\Closure $request,
        private readonly ?\Closure $download,
    ) {
        $this->begin(null, $families);
    }

    public function withOptions(RequestOptions $options): Client
    {
        return $this;
    }

    public function request(
        string $method,
        string $path,
        array $query = [],
        mixed $json = null,
        array $files = [],
        bool $repeatable = false,
        ?RequestOptions $options = null,
    ): RawReply {
        return ($this->request ?? self::missing('request'))($method, $path, $query, $json, $files);
    }

    public function download(
        string $method,
        string $path,
        array $query = [],
        mixed $json = null,
        array $files = [],
        bool $repeatable = false,
        ?RequestOptions $options = null,
    ): Download {
        return ($this->download ?? self::missing('download'))($method, $path, $query, $json, $files);
    }

    /** @internal */
    public function envelope(string $method, string $path, array $query, mixed $json, array $files, bool $repeatable): RawReply
    {
        return ($this->request ?? self::missing('request'))($method, $path, $query, $json, $files);
    }

    public function close(): void
    {
    }

    private static function missing(string $call): never
    {
        throw new \LogicException("The fake client was given no `$call`");
    }
}
