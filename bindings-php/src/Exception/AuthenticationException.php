<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * The platform did not accept credentials, signature, time or nonce; the message says what to check.
 */
final class AuthenticationException extends ApiException
{
    public const KIND = 'authentication';
}
