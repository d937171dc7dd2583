<?php

declare(strict_types=1);

namespace Qiyuesuo\Testing;

/**
 * The emulator cannot be found or started, or refuses an order.
 */
final class EmulatorException extends \RuntimeException
{
}
