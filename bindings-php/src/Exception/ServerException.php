<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * The platform failed.
 */
final class ServerException extends ApiException
{
    public const KIND = 'server';
}
