<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * The platform refused the interface or the object to these credentials.
 */
final class PermissionDeniedException extends ApiException
{
    public const KIND = 'permission';
}
