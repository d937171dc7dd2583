<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * A callback that is forged, too old, unreadable, or none.
 */
final class CallbackException extends QiyuesuoException
{
    public const KIND = 'callback';
}
