<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests;

use PHPUnit\Framework\TestCase;
use Psr\Log\AbstractLogger;
use Qiyuesuo\AbstractClient;
use Qiyuesuo\Agent;
use Qiyuesuo\Attempt;
use Qiyuesuo\AuthMode;
use Qiyuesuo\Client;
use Qiyuesuo\ContactType;
use Qiyuesuo\Exception as E;
use Qiyuesuo\File;
use Qiyuesuo\NamedUser;
use Qiyuesuo\RequestOptions;
use Qiyuesuo\Subsidiaries;
use Qiyuesuo\Tables;
use Qiyuesuo\Testing\Emulator;
use Qiyuesuo\Testing\EmulatorException;
use Qiyuesuo\Tests\Support\Server;
use Qiyuesuo\User;

/**
 * The client against an emulator: calls, results, errors, and what nothing may show.
 */
final class ClientTest extends TestCase
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

    private static function user(): User
    {
        return new User('10020033044', ContactType::Mobile);
    }

    /** Everything that PHP itself, and the dumpers of frameworks, show of a value. */
    private static function shown(mixed $value): string
    {
        ob_start();
        var_dump($value);

        return ob_get_clean() . print_r($value, true) . @var_export($value, true) . json_encode($value) . print_r((array) $value, true)
            . ($value instanceof \Throwable ? $value : '');
    }

    public function testTheEmulatorHasWhatItHasInEveryLanguage(): void
    {
        $list = json_decode((string) file_get_contents(getenv('QYS_SOURCE') . '/tests/emulator_helper.json'), true)['members'];
        $this->assertGreaterThan(5, \count($list));
        foreach ($list as $name) {
            $name = lcfirst(str_replace('_', '', ucwords($name, '_')));
            $this->assertTrue(property_exists(Emulator::class, $name) || method_exists(Emulator::class, $name), $name);
        }
    }

    public function testATicketAndTheAddressOfThePlugin(): void
    {
        $ticket = self::$emulator->client()->personalAuth->createTicket(
            self::user(),
            mode: AuthMode::Bank,
            username: '张三',
            callbackUrl: 'http://www.qiyuesuo.com',
            otherModes: [AuthMode::Ivs, 'FACE'],
        );
        $this->assertStringStartsWith('emulator', $ticket->ticket);
        $this->assertSame([200, 1, []], [$ticket->httpStatus, $ticket->attempts, $ticket->extra]);
        $this->assertSame(['ticket' => $ticket->ticket], $ticket->toArray());
        $this->assertStringContainsString("ticket=$ticket->ticket&env=com&hasCb=true", (string) $ticket->pluginUrl());
        $this->assertStringNotContainsString('hasCb', (string) $ticket->pluginUrl(hasCallback: false));
        $request = self::$emulator->requests()[0];
        $this->assertSame('personal_auth.create_ticket', $request['operation']);
        $this->assertTrue(isset($ticket->ticket));
        $this->assertFalse(isset($ticket->nothing));
    }

    public function testNothingShowsATicketOrASecret(): void
    {
        $secret = self::$emulator->appSecret;
        $client = self::$emulator->client(onAttempt: static fn (Attempt $attempt): int => 1);
        $ticket = $client->personalAuth->createTicket(self::user());
        $view = $client->withOptions($options = new RequestOptions(appToken: self::$emulator->appToken, appSecret: $secret));
        $raw = $client->request('POST', '/v2/personalauth/miniappexchange', json: ['user' => self::user()]);
        $agent = new Agent('agent-token', 'agent-secret');
        foreach ([$ticket, $client, $view, $client->personalAuth, $options, $raw, $agent, self::user()] as $value) {
            $shown = self::shown($value);
            foreach ([$secret, 'agent-secret', $ticket->ticket, (string) $raw->result['ticket']] as $hidden) {
                $this->assertStringNotContainsString($hidden, $shown, \get_class($value));
            }
        }
        ob_start();
        var_dump(self::user());
        $this->assertStringNotContainsString('10020033044', (string) ob_get_clean());
    }

    public function testTheKeyOfCallbacksIsToldAndNotShown(): void
    {
        $token = self::$emulator->client()->company->getToken();
        $key = (string) $token->callbackSecretKey;
        $this->assertSame(16, \strlen($key));
        $this->assertSame(self::$emulator->appToken, $token->accessToken);
        $shown = self::shown($token);
        foreach ([$key, self::$emulator->appToken] as $hidden) {
            $this->assertStringNotContainsString($hidden, $shown);
        }
    }

    public function testErrorsShowNeitherArgumentsNorHeadersNorBody(): void
    {
        $secret = 'a-secret-that-is-wrong';
        $client = self::$emulator->client(appSecret: $secret, captureBodies: true);
        try {
            $client->personalAuth->createTicket(self::user(), username: '李四四', idCardNo: '110101199001011234');
            $this->fail('the secret was accepted');
        } catch (E\AuthenticationException $error) {
            $shown = self::shown($error);
            foreach ([$secret, '李四四', '110101199001011234', '10020033044', 'INVALID SIGNATURE"}'] as $hidden) {
                $this->assertStringNotContainsString($hidden, $shown);
            }
            $this->assertSame(__FILE__, $error->getFile());
            $this->assertSame('authentication', $error->kind);
            $this->assertSame(443, $error->platformCode);
            $this->assertSame(443, $error->getCode());
            $this->assertSame('personal_auth.create_ticket', $error->operation);
            $this->assertSame(1, $error->attempts);
            $this->assertArrayHasKey('content-type', $error->headers);
            $this->assertStringContainsString('INVALID SIGNATURE', (string) $error->body());
        }
    }

    public function testAWrongRequestIsNotSent(): void
    {
        $client = self::$emulator->client();
        try {
            $client->personalAuth->createTicket(new User('1', 'PIGEON'));
            $this->fail('it was sent');
        } catch (E\ValidationException $error) {
            $this->assertSame('user.contactType', $error->field);
            $this->assertStringContainsString('MOBILE', $error->getMessage());
        }
        try {
            $client->personalAuth->createTicket(new User("\xff", 'MOBILE'));
            $this->fail('it was sent');
        } catch (E\ValidationException $error) {
            $this->assertSame('user', $error->field);
        }
        $this->assertSame([], self::$emulator->requests());
    }

    public function testWrongOptionsNameTheOption(): void
    {
        foreach ([['app_secret', ['appSecret' => ' x ']], ['base_url', ['baseUrl' => 'ftp://x']], ['total_timeout', ['totalTimeout' => -1.0]]] as [$field, $options]) {
            try {
                self::$emulator->client(...$options);
                $this->fail("$field was accepted");
            } catch (E\ConfigurationException $error) {
                $this->assertSame($field, $error->field);
            }
        }
        $this->expectException(\TypeError::class);
        self::$emulator->client(maxRetries: 'two');
    }

    public function testOptionsOfACallAndOfAView(): void
    {
        $client = self::$emulator->client();
        $this->assertInstanceOf(Client::class, $view = $client->withOptions(new RequestOptions(appSecret: 'wrong-secret')));
        $client->personalAuth->createTicket(self::user());
        foreach ([fn () => $view->personalAuth->createTicket(self::user()), fn () => $client->personalAuth->createTicket(self::user(), options: new RequestOptions(appSecret: 'wrong'))] as $call) {
            try {
                $call();
                $this->fail('the secret was accepted');
            } catch (E\AuthenticationException) {
                $this->addToAssertionCount(1);
            }
        }
        $view->close();
        $client->personalAuth->createTicket(self::user());
        $client->close();
        $client->close();
        $this->expectException(E\ConfigurationException::class);
        $client->personalAuth->createTicket(self::user());
    }

    public function testResultsCompareByWhatWasAnsweredAndSurviveSerializing(): void
    {
        $server = new Server();
        $client = new Client(...$server->options());
        [$one, $other] = [$client->personalAuth->createTicket(self::user()), $client->personalAuth->createTicket(self::user())];
        $this->assertTrue($one == $other);
        $this->assertFalse($one == self::$emulator->client()->personalAuth->createTicket(self::user()));
        $back = unserialize(serialize($one));
        $this->assertTrue($back == $one);
        $this->assertSame(['t-1', $one->pluginUrl(), 200], [$back->ticket, $back->pluginUrl(), $back->httpStatus]);
        foreach ([$client, new RequestOptions(appSecret: 's'), new Agent('t', 's')] as $value) {
            try {
                serialize($value);
                $this->fail(\get_class($value) . ' was serialized');
            } catch (\LogicException) {
                $this->addToAssertionCount(1);
            }
        }
        $this->expectException(\Error::class);
        $this->expectExceptionMessage('readonly');
        $one->ticket = 'another'; // @phpstan-ignore-line
    }

    public function testObjectsInsideResultsKeepWhatTheyHaveNoMemberFor(): void
    {
        $user = User::of(['contact' => '1', 'contactType' => 'MOBILE', 'extra' => ['age' => 'old', 'extra' => 1]]);
        $this->assertSame(['1', ['age' => 'old', 'extra' => 1]], [$user->contact, $user->extra]);
        $this->assertSame(['contact' => '1', 'contactType' => 'MOBILE', 'age' => 'old', 'extra' => 1], $user->toArray());
        $this->assertSame([], (new User('1', 'MOBILE'))->extra);
        $group = Subsidiaries::fake(['platform' => ['id' => '1', 'extra' => ['level' => 1]], 'subCompanies' => [], 'more' => 2]);
        $this->assertSame([['level' => 1], []], [$group->platform->extra, $group->subCompanies]);
        $flat = ['platform' => ['id' => '1', 'level' => 1], 'subCompanies' => [], 'more' => 2];
        $this->assertSame([$flat, json_encode($flat)], [$group->toArray(), $group->toJson()]);
        $this->assertStringNotContainsString('old', print_r($user, true));
        $this->assertNotEquals(new User('1', 'MOBILE'), $user);
    }

    public function testRawRequestsKeepIntegersAndTakePairs(): void
    {
        $client = self::$emulator->client();
        $client->personalAuth->createTicket(self::user());
        $reply = $client->request('GET', '/v2/personalauth/result', query: [['contact', '10020033044'], ['contactType', ContactType::Mobile]]);
        $this->assertSame(0, $reply->data['code']);
        $this->assertArrayHasKey('realName', $reply->result);
        $this->assertSame($reply->data, json_decode($reply->toJson(), true));
        $this->assertSame(['realName' => false], $client->personalAuth->getResult(contact: '10020033044', contactType: 'MOBILE')->toArray());
        $this->assertFalse($client->personalAuth->getResult(contact: '10020033044', contactType: 'MOBILE')->realName);
    }

    public function testALargeAnswerArrivesWhole(): void
    {
        $server = new Server();
        $ticket = (new Client(...$server->options('/big')))->personalAuth->createTicket(self::user());
        $this->assertSame(300_000, \strlen($ticket->extra['more']));
        $this->assertSame('t-1', $ticket->ticket);
    }

    public function testFilesAreReadAndUnreadableOnesAreTold(): void
    {
        $client = self::$emulator->client();
        $path = tempnam(sys_get_temp_dir(), 'qys');
        file_put_contents($path, $bytes = random_bytes(100_000));
        foreach ([File::path($path, 'license.png', 'image/png'), File::bytes($bytes, 'license.png', 'image/png')] as $file) {
            $client->companyAuth->createTicketWithLicense('某公司', new NamedUser('10020033044', 'MOBILE'), $file);
        }
        unlink($path);
        $this->assertCount(2, self::$emulator->requests());
        try {
            $client->companyAuth->createTicketWithLicense('某公司', new NamedUser('10020033044', 'MOBILE'), File::path($path));
            $this->fail('it was read');
        } catch (E\ValidationException $error) {
            $this->assertSame('license', $error->field);
        }
    }

    public function testAttemptsAndTheLogAreTold(): void
    {
        $attempts = [];
        $logger = new class() extends AbstractLogger {
            /** @var list<array{mixed, string}> */
            public array $lines = [];

            public function log($level, $message, array $context = []): void
            {
                $this->lines[] = [$level, (string) $message];
            }
        };
        self::$emulator->setFaults([['operation' => 'personal_auth.create_ticket', 'nth' => 1, 'fault' => ['status' => 503]]]);
        $client = self::$emulator->client(logger: $logger, onAttempt: static function (Attempt $attempt) use (&$attempts): void {
            $attempts[] = $attempt;
        });
        $ticket = $client->withOptions(new RequestOptions(totalTimeout: 20))->personalAuth->createTicket(self::user());
        $this->assertSame(2, $ticket->attempts);
        $this->assertSame([[1, 503, 'server'], [2, 200, null]], array_map(static fn (Attempt $a): array => [$a->attempt, $a->httpStatus, $a->errorKind], $attempts));
        $this->assertCount(2, $logger->lines);
        $this->assertSame('debug', $logger->lines[0][0]);
        foreach ($logger->lines as [, $line]) {
            $this->assertStringContainsString('personal_auth.create_ticket', $line);
            $this->assertStringNotContainsString($ticket->ticket, $line);
        }
        $broken = new class() extends AbstractLogger {
            public function log($level, $message, array $context = []): void
            {
                throw new \RuntimeException('of the logger');
            }
        };
        $throwing = self::$emulator->client(logger: $broken, onAttempt: static fn () => throw new \RuntimeException('of the hook'));
        $warnings = [];
        set_error_handler(static function (int $level, string $message) use (&$warnings): bool {
            $warnings[] = $message;

            return true;
        }, \E_USER_WARNING);
        $throwing->personalAuth->createTicket(self::user());
        restore_error_handler();
        $this->assertSame(['the logger threw RuntimeException: of the logger', 'onAttempt threw RuntimeException: of the hook'], $warnings);
    }

    public function testEveryOperationHasItsMethod(): void
    {
        $client = self::$emulator->client();
        foreach (Tables::OPERATIONS as $name => $operation) {
            $method = new \ReflectionMethod($client->{$operation['family']}, $operation['call']);
            $names = array_map(static fn (\ReflectionParameter $parameter): string => $parameter->getName(), $method->getParameters());
            $wanted = [...array_keys($operation['fields']), ...$operation['files'], 'extra', 'options'];
            sort($names);
            sort($wanted);
            $this->assertSame($wanted, $names, $name);
        }
        $this->assertCount(13, \array_slice((new \ReflectionMethod(AbstractClient::class, '__construct'))->getParameters(), 0, 13));
        $this->expectException(\Error::class);
        $client->nothing; // @phpstan-ignore-line
    }

    public function testTheEmulatorSaysWhatIsWrong(): void
    {
        putenv('QYS_BIN=/nowhere/qys');
        try {
            Emulator::start();
            $this->fail('it started');
        } catch (EmulatorException $error) {
            $this->assertStringContainsString('/nowhere/qys', $error->getMessage());
        } finally {
            putenv('QYS_BIN=' . $_SERVER['QYS_BIN']);
        }
        try {
            Emulator::start(arguments: ['--no-such-option']);
            $this->fail('it started');
        } catch (EmulatorException $error) {
            $this->assertStringContainsString('--no-such-option', $error->getMessage());
        }
        $this->expectException(EmulatorException::class);
        self::$emulator->control('PUT', 'faults', [['nonsense' => true]]);
    }
}
