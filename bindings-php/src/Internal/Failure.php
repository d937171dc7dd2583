<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

use Qiyuesuo\Exception as E;

/**
 * Errors of the native library on their way to exceptions.
 *
 * @internal
 */
final class Failure
{
    public static function of(#[\SensitiveParameter] string $json): E\QiyuesuoException
    {
        $failure = Json::decode($json);
        $class = ErrorClasses::BY_KIND[$failure['kind']] ?? E\InternalException::class;

        return new $class(
            $failure['message'],
            operation: $failure['operation'] ?? null,
            httpStatus: $failure['http_status'] ?? null,
            platformCode: $failure['code'] ?? null,
            responseCode: $failure['response_code'] ?? null,
            field: $failure['field'] ?? null,
            attempts: $failure['attempts'],
            retryAfter: isset($failure['retry_after']) ? (float) $failure['retry_after'] : null,
            requestId: $failure['request_id'] ?? null,
            headers: Headers::joined($failure['headers'] ?? []),
            body: $failure['body'] ?? null,
        );
    }
}
