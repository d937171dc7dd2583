<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests;

use PHPUnit\Framework\TestCase;
use Qiyuesuo\CallbackEvent;
use Qiyuesuo\CallbackReply;
use Qiyuesuo\Client;
use Qiyuesuo\CompanyAuthResult;
use Qiyuesuo\Contract;
use Qiyuesuo\Download;
use Qiyuesuo\Exception as E;
use Qiyuesuo\OpenResult;
use Qiyuesuo\PersonalAuth;
use Qiyuesuo\RawReply;
use Qiyuesuo\RequestOptions;
use Qiyuesuo\Resource;
use Qiyuesuo\ResponseInfo;
use Qiyuesuo\Result;
use Qiyuesuo\Tables;
use Qiyuesuo\Testing\FakeClient;
use Qiyuesuo\Ticket;
use Qiyuesuo\User;

/**
 * What tests of users are made of, without a platform and without the native library.
 */
final class FakesTest extends TestCase
{
    private static function user(): User
    {
        return new User('10020033044', 'MOBILE');
    }

    public function testAResultIsMadeOfWhatThePlatformWouldSend(): void
    {
        $ticket = Ticket::fake(['ticket' => 'T-1', 'news' => [1]], pluginUrl: 'plugin://x');
        $this->assertSame(['T-1', 200, 1, ['news' => [1]]], [$ticket->ticket, $ticket->httpStatus, $ticket->attempts, $ticket->extra]);
        $this->assertSame(['ticket' => 'T-1', 'news' => [1]], $ticket->toArray());
        $this->assertSame('plugin://x', $ticket->pluginUrl());
        $this->assertNull(Ticket::fake(['ticket' => 'T-1'])->pluginUrl());
        $this->assertEquals($ticket, unserialize(serialize($ticket)));
        $this->assertStringNotContainsString('T-1', print_r($ticket, true));

        $result = CompanyAuthResult::fake(['status' => 2], new ResponseInfo(203, 3, 1.5, 'r-1', ['x-request-id' => 'r-1']));
        $this->assertSame([2, null, 203, 3], [$result->status, $result->basicReason, $result->httpStatus, $result->attempts]);
        $this->assertEquals(new ResponseInfo(203, 3, 1.5, 'r-1', ['x-request-id' => 'r-1']), $result->response);
        $this->assertStringNotContainsString('张三', print_r(new ResponseInfo(headers: ['content-disposition' => '张三.pdf']), true));
        $this->expectExceptionObject(new \InvalidArgumentException(Ticket::class . ' needs `ticket`'));
        Ticket::fake();
    }

    public function testEveryResultCanBeMade(): void
    {
        $made = [];
        foreach (Tables::OPERATIONS as $operation) {
            $class = (new \ReflectionMethod(self::family($operation), $operation['call']))->getReturnType()?->getName();
            if (is_subclass_of($class, OpenResult::class)) {
                foreach ([['a' => [1]], [], 'text', 5, null] as $data) {
                    $this->assertSame([$data, $data !== null], [$class::fake($data)->data, isset($class::fake($data)->data)]);
                }
                continue;
            }
            // A file is no result with members.
            if ($class === Download::class) {
                continue;
            }
            $wires = (new \ReflectionClass($class))->getConstant('MEMBERS');
            $members = array_fill_keys($wires, null);
            foreach ($wires as $name => $wire) {
                $type = (new \ReflectionProperty($class, $name))->getType();
                $members[$wire] = ['string' => 'text', 'int' => 1, 'bool' => true, 'array' => []][$type?->getName()] ?? null;
            }
            $result = $class::fake($members);
            $this->assertInstanceOf(Result::class, $result);
            foreach ($wires as $name => $wire) {
                $this->assertSame($members[$wire], $result->$name, "$class::$name");
            }
            $made[$class] = true;
        }
        $this->assertGreaterThanOrEqual(5, \count($made));
    }

    /** @param array<string, mixed> $operation */
    private static function family(array $operation): string
    {
        return 'Qiyuesuo\\' . ucfirst($operation['family']);
    }

    public function testRawAnswersFilesEventsAndExceptions(): void
    {
        $reply = RawReply::fake(['code' => 0, 'result' => ['id' => '1']], new ResponseInfo(attempts: 2));
        $this->assertSame([['id' => '1'], 200, 2], [$reply->result, $reply->httpStatus, $reply->attempts]);
        $this->assertSame(1, RawReply::fake('{"result": 1}')->result);

        $file = Download::fake('%PDF', filename: 'a.pdf');
        $this->assertSame(['%PDF', 4, 'a.pdf', null], [$file->content(), $file->size, $file->filename, $file->contentType]);

        $event = CallbackEvent::fake('personal_auth', ['status' => '1'], repeated: true, reply: new CallbackReply(200, 'text/plain', 'ok'));
        $this->assertSame(['personal_auth', 'none', ['status' => '1'], true, 'ok'], [$event->type, $event->authenticity, $event->fields, $event->repeated, $event->reply()->body]);
        $this->assertSame([64, 'success'], [\strlen($event->fingerprint), CallbackEvent::fake()->reply()->body]);

        $error = new E\RateLimitException('too often', httpStatus: 429, retryAfter: 3.0);
        $this->assertSame(['rate_limit', 'too often', 429, 3.0, 0], [$error->kind, $error->getMessage(), $error->httpStatus, $error->retryAfter, $error->attempts]);
    }

    public function testAClientOfFakes(): void
    {
        $personalAuth = new class extends PersonalAuth {
            public ?string $mode = null;

            public function createTicket(User $user, mixed ...$more): Ticket
            {
                $this->mode = $more['mode'] ?? null;

                return Ticket::fake(['ticket' => $user->contact]);
            }
        };
        $client = new FakeClient(
            personalAuth: $personalAuth,
            request: fn (string $method, string $path, array $query): RawReply => RawReply::fake(['result' => [$method, $path, $query]]),
        );
        $this->assertInstanceOf(Client::class, $client);
        $this->assertSame('10020033044', $client->personalAuth->createTicket(self::user(), mode: 'BANK')->ticket);
        $this->assertSame('BANK', $personalAuth->mode);
        $this->assertSame(['GET', '/x', ['a' => 1]], $client->request('GET', '/x', query: ['a' => 1])->result);
        $this->assertSame($client, $client->withOptions(new RequestOptions(totalTimeout: 1)));
        $client->close();

        // What the test did not expect says so.
        foreach ([fn () => $client->personalAuth->getResult(), fn () => $client->contract->createSignTicket(self::user()), fn () => $client->download('GET', '/x')] as $call) {
            try {
                $call();
                $this->fail('it answered');
            } catch (\LogicException $missing) {
                $this->assertMatchesRegularExpression('/has no client|was given no `download`/', $missing->getMessage());
            }
        }
    }

    public function testStubsOfPhpunit(): void
    {
        $contract = $this->createMock(Contract::class);
        $contract->expects($this->once())->method('createSignTicket')->willThrowException(new E\ApiTimeoutException('late'));
        $this->expectExceptionObject(new E\ApiTimeoutException('late'));
        (new FakeClient(contract: $contract))->contract->createSignTicket(self::user());
    }

    /** Whatever a call is, a stub can stand for it. */
    public function testNothingOfAFamilyIsFinal(): void
    {
        foreach (Tables::OPERATIONS as $operation) {
            [$class, $method] = [self::family($operation), $operation['call']];
            $this->assertTrue(is_subclass_of($class, Resource::class));
            $this->assertFalse((new \ReflectionClass($class))->isFinal() || (new \ReflectionMethod($class, $method))->isFinal(), "$class::$method");
        }
    }

    /** @dataProvider pages */
    public function testTheTestsOfThePages(string $page, string $name): void
    {
        $text = (string) file_get_contents(getenv('QYS_SOURCE') . "/bindings-php/$page");
        $this->assertSame(1, preg_match('/^```php\n(use PHPUnit.*?)^```/ms', $text, $found));
        eval(str_replace('class BindingTest', "class $name", $found[1]));
        foreach (['testWithAFake', 'testWithTheEmulator'] as $test) {
            $result = (new $name($test))->run();
            $this->assertTrue($result->wasSuccessful() && $result->count() === 1, "$page: $test " . print_r($result->errors(), true));
        }
    }

    /** @return array<string, array{string, string}> */
    public static function pages(): array
    {
        return ['English' => ['README.md', 'EnglishBindingTest'], 'Chinese' => ['README.zh.md', 'ChineseBindingTest']];
    }
}
