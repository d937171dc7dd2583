<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests;

use PHPUnit\Framework\TestCase;
use Qiyuesuo\Client;
use Qiyuesuo\Exception\PermissionDeniedException;
use Qiyuesuo\ListedContract;
use Qiyuesuo\Testing\Emulator;

/**
 * Lists that come page by page.
 */
final class PagesTest extends TestCase
{
    private static Emulator $emulator;

    public static function setUpBeforeClass(): void
    {
        self::$emulator = Emulator::start();
    }

    public static function tearDownAfterClass(): void
    {
        self::$emulator->stop();
    }

    protected function setUp(): void
    {
        self::$emulator->reset();
    }

    /** @return list<?string> */
    private static function drafted(Client $client, int $count): array
    {
        $ids = [];
        for ($number = 0; $number < $count; $number++) {
            $ids[] = $client->contract->createDraft(subject: "合同 $number")->id;
        }
        sort($ids);

        return $ids;
    }

    private static function pages(): int
    {
        return count(array_filter(self::$emulator->requests(), fn (array $seen): bool => $seen['operation'] === 'contract.list'));
    }

    public function testTheWholeListIsReadPageByPage(): void
    {
        $client = self::$emulator->client();
        self::assertSame([], iterator_to_array($client->contract->listAll()));
        self::assertSame(1, self::pages());
        $drafts = self::drafted($client, 5);
        $contracts = $client->contract->listAll(selectLimit: 2);
        self::assertSame(1, self::pages(), 'nothing is asked before it is read');
        self::assertInstanceOf(ListedContract::class, $contracts->current());
        self::assertSame(2, self::pages());
        $all = iterator_to_array($contracts);
        self::assertSame([0, 1, 2, 3, 4], array_keys($all), 'no element hides another');
        $ids = array_map(fn (ListedContract $contract): ?string => $contract->id, $all);
        sort($ids);
        self::assertSame($drafts, $ids);
        self::assertSame(4, self::pages());
        self::assertCount(2, iterator_to_array($client->contract->listAll(selectOffset: 3)));
    }

    public function testAnErrorEndsTheList(): void
    {
        $client = self::$emulator->client();
        self::drafted($client, 3);
        $contracts = $client->contract->listAll(selectLimit: 2);
        self::assertNotNull($contracts->current());
        $contracts->next();
        self::$emulator->setFaults([['fault' => ['status' => 200, 'body' => ['code' => 1002, 'message' => 'NO PERMISSION']]]]);
        try {
            $contracts->next();
            self::fail('no error');
        } catch (PermissionDeniedException) {
            self::assertFalse($contracts->valid());
        }
    }
}
