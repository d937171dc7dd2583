<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests;

use PHPUnit\Framework\TestCase;
use Qiyuesuo\Tests\Support\Vectors;

/**
 * The conformance vectors, through calls that block and through calls that let handlers of signals run.
 */
final class VectorsTest extends TestCase
{
    /** Vectors that wait for a time-out wait side by side, in forked children. */
    private const CHILDREN = 8;

    private static Vectors $vectors;

    public static function setUpBeforeClass(): void
    {
        self::$vectors = new Vectors();
    }

    /** @return iterable<string, array{string, bool}> */
    public static function groups(): iterable
    {
        // The last check of a vector is the one that counts, so each way must pass all of them.
        foreach (['signatures', 'callbacks'] as $group) {
            yield $group => [$group, false];
        }
        foreach (['requests', 'responses', 'faults'] as $group) {
            yield "$group, with signals" => [$group, true];
            yield $group => [$group, false];
        }
    }

    /** @dataProvider groups */
    public function testAllVectorsPass(string $group, bool $signals): void
    {
        $file = Vectors::load($group);
        $this->assertNotEmpty($file->vectors);
        $children = [];
        for ($child = 0; $child < self::CHILDREN; ++$child) {
            $told = tempnam(sys_get_temp_dir(), 'qys');
            $pid = pcntl_fork();
            if ($pid === 0) {
                pcntl_async_signals($signals);
                $failures = [];
                foreach ($file->vectors as $index => $vector) {
                    if ($index % self::CHILDREN === $child) {
                        try {
                            $failures[] = self::$vectors->play($group, $file, $vector);
                        } catch (\Throwable $thrown) {
                            $failures[] = "$vector->name: $thrown";
                        }
                    }
                }
                file_put_contents($told, serialize($failures));
                // Neither PHPUnit's ending nor what belongs to the parent.
                posix_kill(posix_getpid(), \SIGKILL);
            }
            $children[$pid] = $told;
        }
        $outcomes = [];
        foreach ($children as $pid => $told) {
            pcntl_waitpid($pid, $status);
            $outcomes = [...$outcomes, ...unserialize((string) file_get_contents($told))];
            unlink($told);
        }
        $failures = array_filter($outcomes);
        $this->assertCount(\count($file->vectors), $outcomes, 'a child ended early');
        $this->assertEmpty($failures, \count($failures) . ' of ' . \count($outcomes) . " fail:\n" . implode("\n", $failures));
    }
}
