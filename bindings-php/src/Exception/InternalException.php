<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * A defect of this package: please report it.
 */
final class InternalException extends QiyuesuoException
{
    public const KIND = 'internal';
}
