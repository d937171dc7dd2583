<?php

declare(strict_types=1);

namespace Qiyuesuo\Compat;

use Qiyuesuo\Client;
use Qiyuesuo\Exception\ApiException;
use Qiyuesuo\Exception\QiyuesuoException;
use Qiyuesuo\Internal\Json;
use Qiyuesuo\RequestOptions;

/**
 * The client with the names of the platform's own documentation. Mind the order of its arguments, which differs from that of
 * the platform's other SDKs.
 */
class SDKClient
{
    private readonly Client $client;

    /** @throws QiyuesuoException if an argument is wrong */
    public function __construct(
        #[\SensitiveParameter] string $accessKey,
        #[\SensitiveParameter] string $accessSecret,
        string $serverUrl,
    ) {
        $this->client = $this->open($accessKey, $accessSecret, $serverUrl);
    }

    /** @internal */
    protected function open(#[\SensitiveParameter] string $token, #[\SensitiveParameter] string $secret, string $url): Client
    {
        return new Client(appToken: $token, appSecret: $secret, baseUrl: $url);
    }

    /**
     * The platform's answer, also where its `code`, a number, says that the call failed.
     *
     * @return array<string, mixed>
     *
     * @throws QiyuesuoException when there is no such answer: no connection, an HTTP status of 400 and above, or a success
     *     without the result that the call promises
     */
    public function service(SdkRequest $request): array
    {
        $carried = $request->getHttpParamers();

        return (array) $this->client->envelope(
            $carried->method,
            $request->getUrl(),
            $carried->query,
            $carried->json,
            $carried->files,
            $request->isRepeatable(),
        )->data;
    }

    /**
     * Writes the file that the platform answers with to `$filePath`, replacing what is there.
     *
     * @return array<string, mixed> the platform's answer where it is no file; code 0 where it is
     *
     * @throws QiyuesuoException as for {@see service}
     * @throws \RuntimeException if the file cannot be written
     */
    public function downloadService(SdkRequest $request, string $filePath): array
    {
        $carried = $request->getHttpParamers();
        try {
            $this->client->download(
                $carried->method,
                $request->getUrl(),
                query: $carried->query,
                json: $carried->json,
                files: $carried->files,
                repeatable: $request->isRepeatable(),
                // As the platform's SDK hands it on: what an answer says is the caller's to read.
                options: new RequestOptions(captureBodies: true),
            )->save($filePath);
        } catch (ApiException $refused) {
            $body = $refused->body();
            if ($body === null || $refused->httpStatus === null || $refused->httpStatus >= 400) {
                throw $refused;
            }

            return (array) Json::decode($body);
        }

        return ['code' => 0, 'message' => 'SUCCESS'];
    }

    /** Ends the client. */
    public function close(): void
    {
        $this->client->close();
    }
}
