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
        $this->client = new Client(agent: new Agent($agentToken, $agentSecret), baseUrl: $serverUrl);
    }
}
