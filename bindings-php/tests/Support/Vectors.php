<?php

declare(strict_types=1);

namespace Qiyuesuo\Tests\Support;

use Qiyuesuo\AbstractClient;
use Qiyuesuo\Agent;
use Qiyuesuo\Callback;
use Qiyuesuo\Client;
use Qiyuesuo\Download;
use Qiyuesuo\Exception\QiyuesuoException;
use Qiyuesuo\File;
use Qiyuesuo\RawReply;
use Qiyuesuo\Result;
use Qiyuesuo\Signature;
use Qiyuesuo\SignatureRule;
use Qiyuesuo\Struct;

/**
 * Plays the conformance vectors (`tests/vectors/`) through the public interface of the package.
 */
final class Vectors
{
    private const CREDENTIALS = ['app_token' => 'AbC123dEf4', 'app_secret' => 'Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0'];
    private const AGENT = ['token' => 'agentTok01', 'secret' => 'agentSecret0123456789agentSecr'];
    private const EXACT_IN_A_DOUBLE = 1 << 53;

    private ?Process $server = null;
    private readonly string $url;

    public function __construct()
    {
        $given = getenv('QYS_VECTOR_SERVER');
        if ($given === false) {
            $this->server = new Process(['cargo', 'run', '--quiet', '--package', 'qiyuesuo-conformance', '--', 'serve'], directory: self::root());
            $given = $this->server->line();
        }
        $this->url = $given;
    }

    private static function root(): string
    {
        return getenv('QYS_SOURCE') ?: \dirname(__DIR__, 3);
    }

    /** The file of a group, and with it those of its families: the folder of the same name. */
    public static function load(string $group): \stdClass
    {
        $vectors = self::root() . '/tests/vectors';
        $whole = self::read("$vectors/$group.json");
        foreach (glob("$vectors/$group/*.json") ?: [] as $path) {
            $family = self::read($path);
            array_push($whole->vectors, ...$family->vectors);
            foreach (['smallest_requests', 'smallest_parts'] as $key) {
                $whole->$key = (object) [...(array) ($whole->$key ?? []), ...(array) ($family->$key ?? [])];
            }
        }

        return $whole;
    }

    private static function read(string $path): \stdClass
    {
        return json_decode((string) file_get_contents($path), false, 512, \JSON_THROW_ON_ERROR | \JSON_BIGINT_AS_STRING);
    }

    /** Plays a vector; answers what is wrong, or null. */
    public function play(string $group, \stdClass $file, \stdClass $vector): ?string
    {
        $outcome = match ($group) {
            'signatures' => self::guarded(fn (): array => ['headers' => (object) self::signature($vector)]),
            'callbacks' => self::guarded(fn (): array => self::event($vector)),
            default => $this->exchange($group, $file, $vector),
        };
        $verdict = $this->post('check', ['group' => $group, 'name' => $vector->name, 'language' => 'php', 'outcome' => $outcome]);
        if ($verdict['status'] === 'PASS') {
            return null;
        }

        return "$vector->name: " . ($verdict['reason'] ?? '') . "\n    outcome: " . substr((string) json_encode($outcome, \JSON_UNESCAPED_UNICODE), 0, 600);
    }

    /**
     * @param array<string, mixed> $body
     *
     * @return array<string, mixed>
     */
    private function post(string $command, array $body): array
    {
        $options = ['method' => 'POST', 'header' => 'Content-Type: application/json', 'content' => json_encode($body, \JSON_THROW_ON_ERROR | \JSON_PRESERVE_ZERO_FRACTION), 'timeout' => 30, 'ignore_errors' => true];
        $answer = file_get_contents("$this->url/_control/$command", false, stream_context_create(['http' => $options]));

        return json_decode((string) $answer, true, 512, \JSON_THROW_ON_ERROR);
    }

    /** @return array<string, string> */
    private static function signature(\stdClass $vector): array
    {
        return Signature::headers(
            token: $vector->token ?? null,
            secret: $vector->secret ?? null,
            agent: isset($vector->agent) ? new Agent($vector->agent->token, $vector->agent->secret) : null,
            timestamp: $vector->timestamp ?? null,
            nonce: $vector->nonce ?? null,
            rule: self::rule($vector->rule ?? null),
            headerPrefix: $vector->header_prefix ?? null,
            language: $vector->language ?? null,
        );
    }

    private static function rule(mixed $rule): SignatureRule|string|null
    {
        if (!$rule instanceof \stdClass) {
            return $rule;
        }

        return new SignatureRule($rule->digest, $rule->parts, $rule->key ?? null, $rule->encoding ?? null, isset($rule->headers) ? (array) $rule->headers : null);
    }

    /** A form as PHP itself reads one: arrays in arrays. */
    private static function form(mixed $form): mixed
    {
        return json_decode((string) json_encode($form), true);
    }

    /** @return array<string, mixed> */
    private static function event(\stdClass $vector): array
    {
        $options = $vector->options ?? new \stdClass();
        $event = Callback::parse(
            self::form($vector->form ?? null) ?? $vector->body ?? null,
            query: $vector->query ?? null,
            keys: $vector->keys,
            allowUnsigned: $options->allow_unsigned ?? false,
            maxAge: isset($options->max_age) ? (float) $options->max_age : null,
            cbcIv: $options->cbc_iv ?? null,
            now: $options->now ?? null,
        );
        $reply = $event->reply();

        return ['event' => [
            'type' => $event->type,
            'authenticity' => $event->authenticity,
            'fields' => (object) self::exact($event->fields),
            'own_parameters' => (object) $event->ownParameters,
            'reply' => ['status' => $reply->status, 'content_type' => $reply->contentType, 'body' => $reply->body],
        ]];
    }

    /** @return array<string, mixed> */
    private function exchange(string $group, \stdClass $file, \stdClass $vector): array
    {
        $begun = $this->post('begin', ['group' => $group, 'name' => $vector->name]);
        $operation = $vector->operation;
        $config = (array) ($vector->config ?? []) + self::CREDENTIALS + ['base_url' => $begun['base_url']];
        if (str_starts_with($operation, 'saas.')) {
            $config += ['agent' => (object) self::AGENT];
        }
        if ($group !== 'faults') {
            $config += ['max_retries' => 0];
        }
        if (isset($begun['ca_pem'])) {
            $config += ['ca_pem' => $begun['ca_pem']];
        }
        $request = property_exists($vector, 'request') ? $vector->request : $file->smallest_requests->$operation;
        $parts = $vector->parts ?? ($group === 'responses' ? $file->smallest_parts->$operation ?? [] : []);
        $files = array_map(static fn (\stdClass $part): array => [$part->name, self::filePart($part)], $parts);

        return self::guarded(static function () use ($config, $operation, $request, $files, $vector): array {
            $client = self::client($config);
            for ($call = 1; $call < ($vector->calls ?? 1); ++$call) {
                try {
                    self::call($client, $operation, $request, $files);
                } catch (QiyuesuoException) {
                    // Only the last one counts.
                }
                usleep(1000 * ($vector->pause_ms ?? 0));
            }
            $began = microtime(true);

            return self::guarded(static fn (): array => self::success(self::call($client, $operation, $request, $files), $began));
        });
    }

    /** @param array<string, mixed> $config */
    private static function client(array $config): Client
    {
        $arguments = [];
        foreach ($config as $name => $value) {
            $arguments[self::camel($name)] = match ($name) {
                'agent' => $value === null ? null : new Agent($value->token, $value->secret),
                'signature' => self::rule($value),
                default => $value,
            };
        }

        return new Client(...$arguments);
    }

    /**
     * A call of a vector: by the method of its family where its members are the method's, otherwise as data.
     *
     * @param list<array{string, File}> $files
     */
    private static function call(Client $client, string $operation, mixed $request, array $files): mixed
    {
        if ($operation === 'request') {
            $call = ($request->answer ?? 'json') === 'bytes' ? $client->download(...) : $client->request(...);

            return $call($request->method, $request->path, query: $request->query ?? [], json: $request->json ?? null, files: $files, repeatable: $request->repeatable ?? false);
        }
        [$family, $name] = array_map(self::camel(...), explode('.', $operation . '.'));
        if ($request instanceof \stdClass && isset($client->$family) && method_exists($client->$family, $name)) {
            $method = new \ReflectionMethod($client->$family, $name);
            $arguments = self::arguments($method, $request, $files);
            if ($arguments !== null) {
                return $method->invoke($client->$family, ...$arguments);
            }
        }
        // What no caller could write: only to see that the core refuses it here too.
        $calls = (new \ReflectionProperty(AbstractClient::class, 'calls'))->getValue($client);
        $text = json_encode($request, \JSON_UNESCAPED_UNICODE | \JSON_UNESCAPED_SLASHES | \JSON_PRESERVE_ZERO_FRACTION);

        return new Anything($calls->exchange($operation, $text, $files, null));
    }

    /**
     * @param list<array{string, File}> $files
     *
     * @return array<string, mixed>|null null where the types of the method do not take them
     */
    private static function arguments(\ReflectionMethod $method, \stdClass $request, array $files): ?array
    {
        $given = (array) $request;
        $lists = [];
        foreach ($method->getParameters() as $parameter) {
            if (ltrim((string) $parameter->getType(), '?') === 'array') {
                $lists[] = $parameter->getName();
            }
        }
        foreach ($files as [$name, $file]) {
            if (\in_array($name, $lists, true)) {
                $given[$name][] = $file;
            } else {
                $given[$name] = isset($given[$name]) ? null : $file;
            }
        }
        $arguments = [];
        foreach ($method->getParameters() as $parameter) {
            $name = $parameter->getName();
            if (!\array_key_exists($name, $given)) {
                if (!$parameter->isOptional()) {
                    return null;
                }
                continue;
            }
            $value = $name === 'extra' && $given[$name] instanceof \stdClass ? (array) $given[$name] : $given[$name];
            $type = $parameter->getType();
            $class = $type instanceof \ReflectionNamedType ? $type->getName() : '';
            if ($value instanceof \stdClass && is_subclass_of($class, Struct::class)) {
                try {
                    $value = new $class(...(array) $value);
                } catch (\Error) {
                    return null;
                }
            }
            if (!self::fits($type, $value)) {
                return null;
            }
            $arguments[$name] = $value;
            unset($given[$name]);
        }

        return $given === [] ? $arguments : null;
    }

    private static function fits(?\ReflectionType $type, mixed $value): bool
    {
        if ($type instanceof \ReflectionUnionType) {
            foreach ($type->getTypes() as $one) {
                if (self::fits($one, $value)) {
                    return true;
                }
            }

            return false;
        }
        if (!$type instanceof \ReflectionNamedType) {
            return true;
        }
        $name = $type->getName();

        return ($value === null && $type->allowsNull()) || get_debug_type($value) === $name || $name === 'mixed' || $value instanceof $name;
    }

    private static function camel(string $name): string
    {
        return lcfirst(str_replace('_', '', ucwords($name, '_')));
    }

    private static function filePart(\stdClass $part): File
    {
        $data = $part->text ?? (isset($part->base64) ? base64_decode($part->base64) : str_repeat("\0", $part->size ?? 0));
        $type = $part->content_type ?? null;

        return isset($part->filename) ? File::bytes($data, $part->filename, $type) : File::text($data, $type);
    }

    /**
     * @param \Closure(): array<string, mixed> $run
     *
     * @return array<string, mixed>
     */
    private static function guarded(\Closure $run): array
    {
        $began = microtime(true);
        try {
            return $run();
        } catch (QiyuesuoException $error) {
            return [
                'error' => [
                    'kind' => $error->kind,
                    'message' => $error->getMessage(),
                    'http_status' => $error->httpStatus,
                    'code' => $error->platformCode,
                    'response_code' => $error->responseCode,
                    'field' => $error->field,
                    'attempts' => $error->attempts,
                    'retry_after' => $error->retryAfter === null ? null : (int) round($error->retryAfter),
                    'request_id' => $error->requestId,
                    'operation' => $error->operation,
                    'printed' => $error . print_r($error, true) . json_encode($error) . var_export($error, true) . $error->body(),
                ],
                'elapsed_ms' => (int) round((microtime(true) - $began) * 1000),
            ];
        }
    }

    /** @return array<string, mixed> */
    private static function success(mixed $result, float $began): array
    {
        $elapsed = (int) round((microtime(true) - $began) * 1000);
        if ($result instanceof Download) {
            $value = ['base64' => base64_encode($result->content()), 'content_type' => $result->contentType, 'filename' => $result->filename];
        } else {
            $value = self::exact(json_decode(ltrim($result->toJson(), "\u{FEFF}"), false, 512, \JSON_BIGINT_AS_STRING));
        }
        $response = ['request_id' => $result->response->requestId, 'headers' => (object) $result->response->headers];

        return [
            'result' => $value, 'http_status' => $result->httpStatus, 'attempts' => $result->attempts, 'response' => $response,
            'elapsed_ms' => $elapsed,
        ];
    }

    /** Integers beyond what a double holds as strings, as the vectors write them. */
    private static function exact(mixed $value): mixed
    {
        if ($value instanceof \stdClass) {
            return (object) array_map(self::exact(...), (array) $value);
        }
        if (\is_array($value)) {
            return array_map(self::exact(...), $value);
        }

        return \is_int($value) && abs($value) > self::EXACT_IN_A_DOUBLE ? (string) $value : $value;
    }
}
