<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * The client was closed while the call was in flight.
 */
final class CancelledException extends QiyuesuoException
{
    public const KIND = 'cancelled';
}
