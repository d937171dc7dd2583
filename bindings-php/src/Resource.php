<?php

declare(strict_types=1);

namespace Qiyuesuo;

/**
 * A family of operations of a client. For tests of your own a subclass overrides what is called, see {@see Testing\FakeClient}.
 */
abstract class Resource
{
    /** @internal */
    public function __construct(private readonly ?Internal\Calls $calls = null)
    {
    }

    /** @internal */
    final protected function calls(): Internal\Calls
    {
        return $this->calls ?? throw new \LogicException('This ' . static::class . ' of a test has no client: override the call');
    }
}
