<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * No answer arrived: DNS, refused, reset, TLS, proxy, or an answer cut before its end.
 */
class ApiConnectionException extends QiyuesuoException
{
    public const KIND = 'connection';
}
