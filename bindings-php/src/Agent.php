<?php

declare(strict_types=1);

namespace Qiyuesuo;

use Qiyuesuo\Internal\Hidden;

/**
 * Token and secret of an agent (SaaS). Nothing shows them.
 */
final class Agent
{
    private readonly string $print;

    public function __construct(#[\SensitiveParameter] string $token, #[\SensitiveParameter] string $secret)
    {
        Hidden::put($this, ['token' => $token, 'secret' => $secret]);
        $this->print = Hidden::print("$token\n$secret");
    }

    /**
     * @internal
     *
     * @return array{token: string, secret: string}
     */
    public function toArray(): array
    {
        return Hidden::of($this);
    }

    /** @throws \LogicException always: it holds a secret */
    public function __serialize(): array
    {
        throw new \LogicException(self::class . ' holds a secret and cannot be serialized');
    }

    private function __clone()
    {
    }
}
