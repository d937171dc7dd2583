<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

/**
 * What PHP's FFI must know of the native library. `bindings-c/include/qiyuesuo.h` is the contract; a test holds every
 * declaration here against it.
 *
 * @internal
 */
final class Header
{
    /** Under this name a preloaded header is found. */
    public const SCOPE = 'QIYUESUO';

    public const DECLARATIONS = <<<'C'
        typedef struct qys_buffer {
          uint8_t *data;
          size_t len;
        } qys_buffer;
        typedef struct qys_part {
          const char *name;
          size_t name_len;
          const char *filename;
          size_t filename_len;
          const char *content_type;
          size_t content_type_len;
          const uint8_t *data;
          size_t data_len;
        } qys_part;
        void qys_buffer_free(struct qys_buffer *buffer);
        int32_t qys_open(const char *options, size_t options_len, int32_t watch, uint64_t *client,
                         struct qys_buffer *error);
        int32_t qys_with_options(uint64_t client, const char *options, size_t options_len, uint64_t *view,
                                 struct qys_buffer *error);
        int32_t qys_call(uint64_t client, const char *operation, size_t operation_len, const char *request,
                         size_t request_len, const struct qys_part *parts, size_t parts_len, const char *options,
                         size_t options_len, struct qys_buffer *reply);
        int32_t qys_close(uint64_t handle);
        int32_t qys_attempts(uint64_t client, uint64_t submitted, struct qys_buffer *json);
        uint64_t qys_queue_open(int32_t own_logs);
        int32_t qys_submit(uint64_t client, uint64_t queue, const char *operation, size_t operation_len,
                           const char *request, size_t request_len, const struct qys_part *parts, size_t parts_len,
                           const char *options, size_t options_len, uint64_t *submitted, struct qys_buffer *error);
        int32_t qys_drain(uint64_t queue, size_t max, uint32_t timeout_ms, struct qys_buffer *replies);
        int32_t qys_cancel(uint64_t submitted);
        uint32_t qys_abi_version(void);
        const char *qys_version(void);
        int32_t qys_log_level(int32_t level);
        int32_t qys_logs(uint64_t submitted, struct qys_buffer *json);
        void qys_keep_open(uint32_t clients);
        int32_t qys_sign(const char *request, size_t request_len, struct qys_buffer *json);
        int32_t qys_callback_parse(const char *request, size_t request_len, struct qys_buffer *json);
        int32_t qys_plugin_url(const char *request, size_t request_len, struct qys_buffer *text);
        C;

    /** The header for `FFI::load` and `ffi.preload`. */
    public static function preloadable(string $library): string
    {
        return '#define FFI_SCOPE "' . self::SCOPE . "\"\n#define FFI_LIB \"" . $library . "\"\n" . self::DECLARATIONS . "\n";
    }
}
