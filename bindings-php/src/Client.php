<?php

declare(strict_types=1);

namespace Qiyuesuo;

/**
 * Calls the platform and waits for its answer.
 *
 *     $client = new Client(appToken: '...', appSecret: '...', environment: 'test'); // or new Client(), from QYS_*
 *     $ticket = $client->personalAuth->createTicket(new User('10020033044', 'MOBILE'), mode: 'BANK');
 *
 * Clients with equal options share their connections, in php-fpm also from request to request. A client works in a forked
 * child. Where `pcntl_async_signals()` is on, handlers of signals run while a call waits, and one that throws ends it.
 *
 * Every call throws a subclass of {@see Exception\QiyuesuoException} when it fails.
 */
class Client extends AbstractClient
{
    /**
     * A second client on the same connections with some options changed, also with another customer's credentials. Cheap.
     * Closing either leaves the other open.
     *
     * @throws Exception\ConfigurationException if an option is wrong, or belongs to the connections themselves
     */
    public function withOptions(RequestOptions $options): self
    {
        $view = (new \ReflectionClass(self::class))->newInstanceWithoutConstructor();
        $view->begin($this->calls->view($options));

        return $view;
    }

    /**
     * Calls any endpoint, signed as every call, and answers its whole envelope, whose `code` says success.
     *
     * @param string $method HTTP method, upper case.
     * @param string $path Begins with `/`, without query.
     * @param array<array-key, mixed> $query Names and values, or `[name, value]` pairs; what is null is left out.
     * @param mixed $json The body; with `files`, an array whose members become text parts. An empty object is `new \stdClass()`.
     * @param array<array-key, File|list<File>|array{string, File}|null> $files Parts of a `multipart/form-data` body: names
     *     and files, lists of files where a name stands several times, or `[name, file]` pairs.
     * @param bool $repeatable Whether the call may be repeated after it may have reached the platform.
     * @param RequestOptions|null $options Options for this call alone.
     *
     * @throws Exception\QiyuesuoException
     */
    public function request(
        string $method,
        string $path,
        array $query = [],
        mixed $json = null,
        array $files = [],
        bool $repeatable = false,
        ?RequestOptions $options = null,
    ): RawReply {
        return new RawReply($this->calls->raw($method, $path, $query, $json, $files, 'json', $repeatable, $options));
    }

    /**
     * Calls any endpoint whose answer is a file. Arguments as for {@see request}. An answer that is the envelope of an error
     * is thrown as that error.
     *
     * @param array<array-key, mixed> $query
     * @param array<array-key, File|list<File>|array{string, File}|null> $files
     *
     * @throws Exception\QiyuesuoException
     */
    public function download(
        string $method,
        string $path,
        array $query = [],
        mixed $json = null,
        array $files = [],
        bool $repeatable = false,
        ?RequestOptions $options = null,
    ): Download {
        return new Download($this->calls->raw($method, $path, $query, $json, $files, 'bytes', $repeatable, $options));
    }

    /**
     * The envelope as the compatibility layer hands it on, also where its `code` tells of a refusal.
     *
     * @internal
     *
     * @param array<array-key, mixed> $query
     * @param array<array-key, mixed> $files
     *
     * @throws QiyuesuoException
     */
    public function envelope(string $method, string $path, array $query, mixed $json, array $files, bool $repeatable): RawReply
    {
        return new RawReply($this->calls->raw($method, $path, $query, $json, $files, 'envelope', $repeatable, null));
    }

    /**
     * Ends the client: later calls throw a ConfigurationException. Views of it stay open. May be called twice; a client that
     * nobody holds any more is closed by itself.
     */
    public function close(): void
    {
        $this->calls->close();
    }

    /** @return array<string, never> */
    public function __debugInfo(): array
    {
        return [];
    }

    /** @throws \LogicException always: a client holds credentials and connections */
    public function __serialize(): array
    {
        throw new \LogicException(static::class . ' holds credentials and connections: make one where it is needed');
    }
}
