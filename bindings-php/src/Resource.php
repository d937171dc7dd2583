<?php

declare(strict_types=1);

namespace Qiyuesuo;

/**
 * A family of operations of a client.
 */
abstract class Resource
{
    /** @internal */
    final public function __construct(protected readonly Internal\Calls $calls)
    {
    }
}
