<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests;

use Illuminate\Container\Container;
use Illuminate\Events\Dispatcher;
use Illuminate\Http\Request;
use Illuminate\Routing\Router;
use PHPUnit\Framework\TestCase;
use Qiyuesuo\Callback;
use Qiyuesuo\CallbackAuthenticity;
use Qiyuesuo\CallbackType;
use Qiyuesuo\Compat\HttpParamers;
use Qiyuesuo\Compat\SaaSSDKClient;
use Qiyuesuo\Compat\SDKClient;
use Qiyuesuo\Compat\SdkRequest;
use Qiyuesuo\Compat\User;
use Qiyuesuo\Compat\UserAuthMiniappTicketRequest;
use Qiyuesuo\Compat\UserAuthResultRequest;
use Qiyuesuo\Compat\Util;
use Qiyuesuo\Exception\ApiConnectionException;
use Qiyuesuo\Exception\AuthenticationException;
use Qiyuesuo\Exception\CallbackException;
use Qiyuesuo\Exception\ConfigurationException;
use Qiyuesuo\Exception\InvalidResponseException;
use Qiyuesuo\Signature;
use Qiyuesuo\Testing\Emulator;
use Qiyuesuo\Tests\Support\Process;
use Qiyuesuo\Tests\Support\Server;

/**
 * Callbacks in plain PHP and in Laravel, the platform's own names, and the examples. What a callback means is tested by the vectors.
 */
final class CallbackAndCompatTest extends TestCase
{
    private const BODY = 'authId=2952133285015060481&mode=BANK&status=1';
    private const FORGED = 'signature=00000000000000000000000000000000&timestamp=1700000000000&content=%7B%7D';

    private static function example(string $name): string
    {
        return getenv('QYS_SOURCE') . "/examples/php/$name";
    }

    public function testFieldsHaveNamesOfTheirOwn(): void
    {
        $content = '{"authId": 2785417393049059330, "requestId": "r", "status": 3, "passed": true}';
        $event = Callback::parse(['content' => $content], allowUnsigned: true);
        $this->assertSame(['2785417393049059330', 'r', null], [$event->authId(), $event->requestId(), $event->contractId()]);
        $this->assertSame('in_review', $event->personalAuthStatus());
        $this->assertSame(['3', null, null], [$event->text('status'), $event->text('passed'), $event->text('nothing')]);
        $this->assertNull(Callback::parse(['authId' => '1', 'status' => '4'], allowUnsigned: true)->personalAuthStatus());
        // The same field of another kind of callback has other values.
        $company = Callback::parse(['requestId' => 'r', 'status' => '1'], allowUnsigned: true);
        $this->assertSame([CallbackType::COMPANY_AUTH, null], [$company->type, $company->personalAuthStatus()]);
        $this->assertSame(CallbackAuthenticity::NONE, $company->authenticity);
    }

    public function testFormsComeAsArraysPairsAndText(): void
    {
        $forms = [self::BODY, ['authId' => '2952133285015060481', 'mode' => 'BANK', 'status' => '1'], [['authId', '2952133285015060481'], ['mode', 'BANK'], ['status', 1]]];
        foreach ($forms as $form) {
            $event = Callback::parse($form, allowUnsigned: true);
            $this->assertSame(['personal_auth', 'none'], [$event->type, $event->authenticity]);
            $this->assertSame('2952133285015060481', $event->fields['authId']);
            $this->assertSame(200, $event->reply()->status);
            ob_start();
            var_dump($event);
            $this->assertStringNotContainsString('2952133285015060481', ob_get_clean() . print_r($event, true) . var_export($event, true) . json_encode($event));
        }
        try {
            Callback::parse(self::BODY);
            $this->fail('it was taken unsigned');
        } catch (CallbackException $error) {
            $this->assertSame('callback', $error->kind);
        }
        $this->expectException(ConfigurationException::class);
        Callback::parse(self::BODY, allowUnsigned: true, cbcIv: 'too short');
    }

    public function testWhatCannotBeReadIsACallbackException(): void
    {
        $this->assertSame('1', Callback::parse(['authId' => ['1'], 'status' => 1], allowUnsigned: true)->fields['authId']);
        $values = ["\xff", ["\xff"], ['1', '2'], [], ['a' => '1'], [['a' => '1']], null, NAN, new \stdClass(), [[[['1', '2']]]]];
        foreach ($values as $value) {
            foreach ([['authId' => $value, 'status' => '1'], [['authId', $value], ['status', '1']]] as $form) {
                try {
                    Callback::parse($form, allowUnsigned: true);
                    $this->fail('it was read');
                } catch (CallbackException $error) {
                    $this->assertSame('authId', $error->field);
                }
            }
        }
        foreach (['', [''], [' '], ["\xff"], [5], [null]] as $keys) {
            try {
                Callback::parse(self::BODY, keys: $keys, allowUnsigned: true);
                $this->fail('it was taken as a key');
            } catch (ConfigurationException $error) {
                $this->assertSame('keys', $error->field);
            }
        }
    }

    public function testWhatStandsBesideAndWhatCameBefore(): void
    {
        $event = Callback::parse(self::BODY, query: 'contractId=99', allowUnsigned: true, remember: 60);
        $this->assertSame([['contractId' => '99'], 'personal_auth', false], [$event->ownParameters, $event->type, $event->repeated]);
        $this->assertMatchesRegularExpression('/^[0-9a-f]{64}$/', $event->fingerprint);
        $again = Callback::parse(self::BODY, query: 'contractId=99', allowUnsigned: true, remember: 60);
        $this->assertSame([true, $event->fingerprint], [$again->repeated, $again->fingerprint]);
        $this->assertFalse(Callback::parse(self::BODY, allowUnsigned: true)->repeated);
    }

    public function testTheExampleWithoutAFramework(): void
    {
        $listener = stream_socket_server('tcp://127.0.0.1:0');
        $address = stream_socket_get_name($listener, false);
        fclose($listener);
        $server = new Process([\PHP_BINARY, '-d', 'ffi.enable=true', '-S', $address, self::example('callbacks/plain.php')], stderr: '/dev/null');
        $post = static fn (string $body): array => [
            @file_get_contents("http://$address/", false, stream_context_create(['http' => [
                'method' => 'POST', 'content' => $body, 'header' => 'Content-Type: application/x-www-form-urlencoded', 'ignore_errors' => true, 'timeout' => 10,
            ]])),
            $http_response_header ?? [],
        ];
        for ($turn = 0; $turn < 200 && @stream_socket_client("tcp://$address") === false; ++$turn) {
            usleep(20_000);
        }
        [$body, $headers] = $post(self::BODY);
        $this->assertStringContainsString('200', $headers[0]);
        $this->assertSame(['code' => 0], json_decode((string) $body, true));
        $this->assertStringContainsString('400', $post(self::FORGED)[1][0]);
        unset($server);
    }

    public function testTheExampleForLaravel(): void
    {
        require_once '/usr/share/php/Illuminate/Http/autoload.php';
        require_once '/usr/share/php/Illuminate/Events/autoload.php';
        require_once '/usr/share/php/Illuminate/Routing/autoload.php';
        $container = new Container();
        $router = new Router(new Dispatcher(), $container);
        (require self::example('callbacks/laravel.php'))($router);
        $post = static function (string $body) use ($router, $container) {
            $request = Request::create('/qiyuesuo/callback', 'POST', content: $body);
            // As the application's kernel does.
            $container->instance(Request::class, $request);

            return $router->dispatch($request);
        };
        $answer = $post(self::BODY);
        $this->assertSame([200, ['code' => 0]], [$answer->getStatusCode(), json_decode($answer->getContent(), true)], $answer->getContent());
        $this->assertSame(400, $post(self::FORGED)->getStatusCode());
    }

    public function testSigningWithoutAClient(): void
    {
        $headers = Signature::headers('token', 'secret');
        $this->assertSame(['accesstoken', 'nonce', 'signature', 'timestamp'], array_map(static fn (string $name): string => substr($name, 11), self::sorted(array_keys($headers))));
        $joined = 'tokensecret' . $headers['x-qys-open-timestamp'] . $headers['x-qys-open-nonce'];
        $this->assertSame(md5($joined), $headers['x-qys-open-signature']);
    }

    /**
     * @param list<string> $names
     *
     * @return list<string>
     */
    private static function sorted(array $names): array
    {
        sort($names);

        return $names;
    }

    public function testThePlatformsOwnNames(): void
    {
        $emulator = Emulator::start();
        $client = new SDKClient($emulator->appToken, $emulator->appSecret, $emulator->url);
        $user = new User();
        $user->setContact('10020033044');
        $user->setContactType('MOBILE');
        $request = new UserAuthMiniappTicketRequest($user);
        $request->setMode('BANK');
        $result = $client->service($request);
        $this->assertSame(0, $result['code']);
        $this->assertStringStartsWith('emulator', $result['result']['ticket']);
        $this->assertStringNotContainsString('10020033044', print_r($request, true) . print_r($client, true));
        $this->assertFalse($client->service(new UserAuthResultRequest(contact: '10020033044', contactType: 'MOBILE'))['result']['realName']);
        // What the platform refuses is an answer, too.
        $this->assertNotSame(0, $client->service(new UserAuthMiniappTicketRequest())['code']);
        // A class of the user's own reaches any other endpoint.
        $own = new class() extends SdkRequest {
            public function getUrl(): string
            {
                return '/v2/personalauth/result';
            }

            public function getHttpParamers(): HttpParamers
            {
                return HttpParamers::query(['contact' => '10020033044', 'contactType' => 'MOBILE', 'authId' => null]);
            }
        };
        $this->assertSame(0, $client->service($own)['code']);
        $file = tempnam(sys_get_temp_dir(), 'qys');
        $this->assertIsInt($client->downloadService($own, $file)['code']);
        unlink($file);
        try {
            (new SDKClient($emulator->appToken, 'wrong', $emulator->url))->service($request);
            $this->fail('the secret was accepted');
        } catch (AuthenticationException $error) {
            $this->assertSame(443, $error->platformCode);
        }
        $this->assertSame(0, (new SaaSSDKClient('emulator-agent-token', 'x', $emulator->url)) instanceof SDKClient ? 0 : 1);
        $this->expectException(ApiConnectionException::class);
        (new SDKClient('t', 's', 'http://127.0.0.1:9'))->service($request);
    }

    public function testASuccessHasWhatItPromisesAndANumberForItsCode(): void
    {
        $server = new Server();
        $ask = static fn (string $body): array => (new SDKClient('t', 's', "$server->url/says/" . bin2hex($body)))
            ->service(new UserAuthMiniappTicketRequest(new User('1', 'MOBILE')));
        foreach (['{"code":"0","result":{"ticket":"T"}}', '{"responseCode":"00000000","result":{"ticket":"T"}}'] as $body) {
            $answer = $ask($body);
            $this->assertSame([0, 'T'], [$answer['code'], $answer['result']['ticket']]);
        }
        $this->assertSame(1605, $ask('{"code":"1605","message":"DONE"}')['code']);
        foreach (['{"code":0,"message":"SUCCESS"}', '{"code":"0","result":{}}', '{"code":0,"result":{"ticket":null}}'] as $body) {
            try {
                $ask($body);
                $this->fail("$body was taken for a ticket");
            } catch (InvalidResponseException $error) {
                $this->assertSame('result.ticket', $error->field);
            }
        }
    }

    public function testUtilHasOneClientForItsConstants(): void
    {
        $util = new class() extends Util {
            public const url = 'http://127.0.0.1:9';
            public const accessKey = 't';
            public const accessSecret = 's';
        };
        $this->assertSame($util::getSDk(), $util::getSDk());
    }

    /** @return iterable<array{string, array<string, string>, int}> */
    public static function examples(): iterable
    {
        foreach (['client', 'documented'] as $name) {
            yield "$name succeeds" => [$name, [], 0];
            yield "$name with a wrong secret" => [$name, ['QYS_APP_SECRET' => 'wrong'], 4];
            yield "$name without a server" => [$name, ['QYS_BASE_URL' => 'http://127.0.0.1:9', 'QYS_MAX_RETRIES' => '0'], 6];
        }
    }

    /**
     * @dataProvider examples
     *
     * @param array<string, string> $environment
     */
    public function testTheExamples(string $name, array $environment, int $code): void
    {
        $emulator = Emulator::start();
        $environment += ['QYS_BASE_URL' => $emulator->url, 'QYS_APP_TOKEN' => $emulator->appToken, 'QYS_APP_SECRET' => $emulator->appSecret];
        $errors = tempnam(sys_get_temp_dir(), 'qys');
        [$ended, $out] = (new Process([self::example('run'), $name], $environment, $errors))->end();
        $told = (string) file_get_contents($errors);
        unlink($errors);
        $this->assertSame($code, $ended, $told);
        if ($code === 0) {
            $this->assertMatchesRegularExpression('/^emulator\w+\n$/', $out);
        } else {
            $this->assertMatchesRegularExpression('/^class: .*\nkind: \w+\ncode: \w+\nmessage: /', $told);
        }
    }
}
