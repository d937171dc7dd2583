<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * The answer is none of the platform's: no envelope, too large, a redirect, or without its result.
 */
final class InvalidResponseException extends QiyuesuoException
{
    public const KIND = 'invalid_response';
}
