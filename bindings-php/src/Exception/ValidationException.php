<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * The request is wrong and was not sent: fix `field`.
 */
final class ValidationException extends QiyuesuoException
{
    public const KIND = 'validation';
}
