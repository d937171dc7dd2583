<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests\Support;

use Qiyuesuo\Result;

/**
 * A result of which nothing is declared.
 */
final class Anything extends Result
{
}
