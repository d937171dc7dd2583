<?php

declare(strict_types=1);

namespace Qiyuesuo\Compat;

/**
 * What the class `Util` of the platform's page extends here: the page shows its constants, and breaks off after the line that
 * calls `getSDk`.
 *
 *     class Util extends \Qiyuesuo\Compat\Util
 *     {
 *         const url = "https://openapi.qiyuesuo.cn";
 *         const accessKey = "...";
 *         const accessSecret = "...";
 *     }
 *     $sdkClient = Util::getSDk();
 */
abstract class Util
{
    /** Address of the platform. */
    public const url = '';

    /** App Token. */
    public const accessKey = '';

    /** App Secret. */
    public const accessSecret = '';

    /** @var array<class-string, SDKClient> */
    private static array $clients = [];

    /** The client of these constants, the same one each time. */
    public static function getSDk(): SDKClient
    {
        return self::$clients[static::class] ??= new SDKClient(static::accessKey, static::accessSecret, static::url);
    }
}
