<?php

declare(strict_types=1);

namespace Qiyuesuo\Exception;

/**
 * The client's settings are wrong; `field` names the option. Also: the client is closed, or the native library cannot be loaded.
 */
final class ConfigurationException extends QiyuesuoException
{
    public const KIND = 'configuration';
}
