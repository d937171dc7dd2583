<?php

declare(strict_types=1);

namespace Qiyuesuo\Compat;

use Qiyuesuo\Agent;
use Qiyuesuo\Client;

/**
 * The client of an agent. Its name and arguments follow those of the platform's Java SDK: a PHP one has not been seen.
 */
final class SaaSSDKClient extends SDKClient
{
    public function __construct(
        #[\SensitiveParameter] string $agentToken,
        #[\SensitiveParameter] string $agentSecret,
        string $serverUrl,
    ) {
        parent::__construct($agentToken, $agentSecret, $serverUrl);
    }

    /** @internal */
    protected function open(#[\SensitiveParameter] string $token, #[\SensitiveParameter] string $secret, string $url): Client
    {
        return new Client(agent: new Agent($token, $secret), baseUrl: $url);
    }
}
