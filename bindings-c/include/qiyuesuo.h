// The C ABI of the (unofficial) qiyuesuo SDK: a dozen and a half functions that C, C#, PHP and whatever else can load
// a library call. This page is the contract; `include/qiyuesuo.h` is written from it.
//
// # Texts and handles
//
// Texts are UTF-8 and come as a pointer and a length, without a NUL at the end; `NULL` with length 0 is none.
// Everything passed in is copied before the function returns and stays the caller's.
//
// A client and a queue are numbers. They are never 0 and never given out twice, so that a handle that was closed, or
// that is of the other kind, is an error and nothing worse.
//
// # What comes back
//
// Functions that can fail answer QYS_OK or QYS_FAILED and fill the `qys_buffer` that their last argument points
// to, if it is not `NULL`; what it held before is overwritten, not freed. On failure it holds the error as JSON:
// `{"kind", "message", "operation", "http_status", "code", "response_code", "field", "attempts", "retry_after" (seconds),
// "request_id", "headers" ([[name, value], ...]), "body"}`, absent where unknown. The body is masked unless the option
// `capture_bodies` is on. Other outcomes of each function stand with it.
//
// Buffers belong to the library, until qys_buffer_free gets them: any buffer, from any thread, in any order, also
// after its client was closed, also an empty one.
//
// qys_call and qys_drain fill their buffer with records (qys_reply), which lie one behind the other.
//
// # Which calls may block
//
// qys_call blocks until the call is done, at most for the option `total_timeout`, and drives the I/O on the calling
// thread. qys_drain blocks for its time-out. Nothing else blocks. qys_submit starts the library's own thread,
// which never calls back into the host; opening a client starts none and opens no connection.
//
// # Threads, forks, unloading
//
// Every function may be called from any thread at any time, also for one and the same client. A client opened before
// `fork` works in the child, with connections of its own; a queue belongs to the process that opened it, and what was
// submitted before the fork arrives in the parent only. The library stays in memory once loaded (`dlclose` has no
// effect), because its thread may be running.
//
// # What is not promised
//
// A pointer that is not NULL must be good for the length given with it, a buffer must be freed as it came and once
// (freeing empties it, so that freeing the same variable again is harmless), and `out` pointers must be writable:
// that much no library can check. Anything else that is wrong (NULL, an absurd length, bytes that are not UTF-8, a
// stale handle) is told as an error of kind `configuration` or `validation`, whose `field` names the argument. No
// panic leaves the library: it arrives as kind `internal`.
//
// Functions, fields and kinds of records may be added under one version of the ABI (qys_abi_version); none is
// changed or removed.
//
// Written by `make generate` from bindings-c/src. Do not edit.

#pragma once

#include <stddef.h>
#include <stdint.h>

/* A literal as the two arguments that a text is: qys_open(QYS_TEXT("{}"), 0, &client, &error). */
#define QYS_TEXT(literal) (literal), sizeof(literal) - 1

// The version of the ABI described here: to be compared with what qys_abi_version answers.
#define QYS_ABI_VERSION 1

// All went well.
#define QYS_OK 0

// The buffer says what went wrong.
#define QYS_FAILED 1

// Of which call: of any. No call has this number.
#define QYS_ALL_CALLS UINT64_MAX

// Kind of a record: a result or an envelope.
#define QYS_JSON 1

// Kind of a record: a file.
#define QYS_BYTES 2

// Kind of a record: an error.
#define QYS_FAILURE 3

// Kind of a record: lines of the log.
#define QYS_LOGS 4

// Nothing is logged.
#define QYS_LOG_OFF 0

// Warnings are logged.
#define QYS_LOG_WARN 1

// So is what is worth knowing.
#define QYS_LOG_INFO 2

// So is each attempt, in one line.
#define QYS_LOG_DEBUG 3

// Bytes that belong to the library until `qys_buffer_free` gets them. Empty: `{NULL, 0}`.
typedef struct qys_buffer {
  // The first byte, at a multiple of 8.
  uint8_t *data;
  // How many there are.
  size_t len;
} qys_buffer;

// A file of a call. Everything but `data` is text.
typedef struct qys_part {
  // Name of the part.
  const char *name;
  // Its length.
  size_t name_len;
  // File name, or NULL.
  const char *filename;
  // Its length.
  size_t filename_len;
  // Media type, or NULL.
  const char *content_type;
  // Its length.
  size_t content_type_len;
  // Content.
  const uint8_t *data;
  // Its length.
  size_t data_len;
} qys_part;

// The head of a record. The body follows it, then the details, then the headers; the next record begins `size` bytes after
// this one.
//
// The kind says what they are:
// - QYS_JSON: the body is the result of an operation, or the whole envelope of a raw request, as JSON. The details are
//   {"request_id", "plugin_page", "plugin_env"}: the id that the answer gives to the request, and for a ticket that the
//   mini-program's plugin takes what qys_plugin_url asks for. What is unknown is absent; there may be none at all.
// - QYS_BYTES: the body is a file, the details {"request_id", "content_type", "filename"}, likewise.
// - QYS_FAILURE: the body is the error as JSON. There are no details and no headers.
// - QYS_LOGS: the body is {"lines": [{"level", "message", "operation"}, ...], "dropped"}, where the operation is that which
//   caused the line, 0 for a blocking call or none. At most one a drain, the last.
//
// The headers are those of the answer, without cookies: lines such as `content-type: application/json`, each with a line
// feed at its end, names in lower case, in UTF-8.
//
// Records of other kinds are to be passed over.
typedef struct qys_reply {
  // The operation, as qys_submit named it; 0 in the reply of qys_call and for a log.
  uint64_t operation;
  // Bytes from this record to the next, a multiple of 8.
  uint64_t size;
  // Length of the body.
  uint64_t body_len;
  // How long the call took, all attempts and waits included, in microseconds; 0 for a failure.
  uint64_t elapsed_us;
  // Length of the details.
  uint32_t details_len;
  // How many attempts were made.
  uint32_t attempts;
  // HTTP status; 0 if there was no answer.
  uint32_t http_status;
  // QYS_JSON, QYS_BYTES, QYS_FAILURE or QYS_LOGS.
  uint32_t kind;
  // Length of the headers.
  uint32_t headers_len;
  // 0.
  uint32_t reserved;
} qys_reply;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Frees a buffer and empties it, so that freeing it again does nothing. NULL is fine, and so is an empty buffer. What
// else it gets must be as this library filled it, and no copy of it may have been freed.
void qys_buffer_free(struct qys_buffer *buffer);

// Opens a client with options as a JSON object; what is not given comes from the environment (`QYS_*`). Clients with
// equal options share their connections. With `watch` other than 0 the client keeps its attempts and those of its views
// for qys_attempts. The handle goes to `client`, which is 0 on failure.
int32_t qys_open(const char *options,
                 size_t options_len,
                 int32_t watch,
                 uint64_t *client,
                 struct qys_buffer *error);

// Opens a second client on the connections of the first with some options changed, also with other credentials.
// Closing either leaves the other open. The handle goes to `view`, which is 0 on failure.
int32_t qys_with_options(uint64_t client,
                         const char *options,
                         size_t options_len,
                         uint64_t *view,
                         struct qys_buffer *error);

// Makes a call and waits for it. `operation` is a name such as `personal_auth.create_ticket` with its request as JSON,
// or `request` for a raw request: {"method", "path", "query": [[name, value], ...], "json", "answer": "json" or "bytes",
// "repeatable"}. `parts` are its files, `options` changes options for this call alone (a JSON object, or none).
//
// `reply` gets exactly one record, also on failure. Closing the client from another thread ends the call as cancelled.
int32_t qys_call(uint64_t client,
                 const char *operation,
                 size_t operation_len,
                 const char *request,
                 size_t request_len,
                 const struct qys_part *parts,
                 size_t parts_len,
                 const char *options,
                 size_t options_len,
                 struct qys_buffer *reply);

// As qys_call, for hosts whose threads are asked to stop: while the call waits, `ask` is called with `context` on this
// thread, every 50 ms. When it answers other than 0, the call ends as cancelled. It must return, and not by longjmp.
int32_t qys_call_asking(uint64_t client,
                        const char *operation,
                        size_t operation_len,
                        const char *request,
                        size_t request_len,
                        const struct qys_part *parts,
                        size_t parts_len,
                        const char *options,
                        size_t options_len,
                        int32_t (*ask)(void*),
                        void *context,
                        struct qys_buffer *reply);

// Closes a client or a queue and answers 1, or 0 if there was none open with this handle. A client's calls in flight
// end as cancelled; a queue's waits end, and what was submitted to it is completed unseen.
int32_t qys_close(uint64_t handle);

// Keeps the connections of up to so many clients, those opened last, when no handle is open on them any more, until the
// process ends: for hosts whose handles live shorter than their process. Default: 0. Credentials stay in memory as long.
void qys_keep_open(uint32_t clients);

// Attempts of a watched client that were not taken yet, oldest first, as a JSON array of {"operation", "attempt",
// "http_status", "code", "elapsed_ms", "error_kind"}: those of one call, by its number, so that each caller can be told of
// its own; with 0 those of blocking calls of this thread; with QYS_ALL_CALLS all there are. Of more than 4096 the oldest
// are dropped.
int32_t qys_attempts(uint64_t client,
                     uint64_t submitted,
                     struct qys_buffer *json);

// Opens a queue of completions, for one thread that drains it. With `own_logs` other than 0 it brings the log of its own
// operations alone, and the rest is left to qys_logs. 0 only if the library panicked.
uint64_t qys_queue_open(int32_t own_logs);

// Starts a call, described as for qys_call, and answers at once. Its number goes to `submitted`, which is 0 on failure;
// exactly one record with that number will arrive in `queue`, also when the call is cancelled or its client closed.
int32_t qys_submit(uint64_t client,
                   uint64_t queue,
                   const char *operation,
                   size_t operation_len,
                   const char *request,
                   size_t request_len,
                   const struct qys_part *parts,
                   size_t parts_len,
                   const char *options,
                   size_t options_len,
                   uint64_t *submitted,
                   struct qys_buffer *error);

// Takes up to `max` completions out of the queue, in the order they ended, waiting up to `timeout_ms` milliseconds for
// the first. `replies` gets a record for each, and one more if there are lines of the log; it is empty if there is
// nothing. Once the queue is closed this is QYS_FAILED, with the error as JSON.
int32_t qys_drain(uint64_t queue,
                  size_t max,
                  uint32_t timeout_ms,
                  struct qys_buffer *replies);

// Cancels a submitted call and answers 1, or 0 if it was not in flight. Its request is dropped; its completion, of kind
// `cancelled`, arrives all the same.
int32_t qys_cancel(uint64_t submitted);

// The version of this ABI. A host that was written for another one must not go on.
uint32_t qys_abi_version(void);

// The version of the SDK, ending in a NUL. It is never freed.
const char *qys_version(void);

// Sets how much of the SDK's log is kept for qys_drain and qys_logs, from QYS_LOG_OFF (the default) to QYS_LOG_DEBUG;
// QYS_FAILED for any other level. Up to 4096 lines wait; of more the oldest are dropped and counted.
int32_t qys_log_level(int32_t level);

// The lines of the log since the last time that no submitted call caused, as {"lines": [{"level", "message",
// "operation"}, ...], "dropped"}. With QYS_ALL_CALLS for `submitted` all of them; with 0 those that blocking calls of this
// thread caused, so that a host can log them where their caller is.
int32_t qys_logs(uint64_t submitted,
                 struct qys_buffer *json);

// The headers that sign a request: {"token", "secret", "agent": {"token", "secret"}, "timestamp" (milliseconds), "nonce",
// "rule", "header_prefix", "language"} to {"headers": [[name, value], ...]}. Time stamp and nonce are made when absent.
int32_t qys_sign(const char *request,
                 size_t request_len,
                 struct qys_buffer *json);

// Reads a callback: {"form": [[name, value], ...]}, {"form": {name: value, ...}} or {"query", "body"}, with "keys" and
// "options": {"allow_unsigned", "max_age" (seconds), "now" (milliseconds), "cbc_iv", "remember" (seconds)}, to {"type",
// "authenticity", "fields", "own_parameters", "fingerprint", "repeated", "reply": {"status", "content_type", "body"}}.
// What authenticity says is said of "fields" alone; parameters beside them are in "own_parameters". With "remember",
// "repeated" tells whether this process received the same within that time.
int32_t qys_callback_parse(const char *request,
                           size_t request_len,
                           struct qys_buffer *json);

// The address of the mini-program's plugin for a ticket: {"ticket", "page", "env", "has_callback"} to a text. Page and
// environment are those in the details of the ticket's reply.
int32_t qys_plugin_url(const char *request,
                       size_t request_len,
                       struct qys_buffer *text);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

/* The first record in a buffer of qys_call or qys_drain, or NULL. */
static inline const qys_reply *qys_reply_first(const qys_buffer *replies) {
  return replies->len == 0 ? NULL : (const qys_reply *)(const void *)replies->data;
}

/* The record after this one, or NULL. */
static inline const qys_reply *qys_reply_next(const qys_buffer *replies, const qys_reply *reply) {
  const uint8_t *next = (const uint8_t *)reply + reply->size;
  return next >= replies->data + replies->len ? NULL : (const qys_reply *)(const void *)next;
}

/* The body of a record: reply->body_len bytes, with no NUL at the end. */
static inline const uint8_t *qys_reply_body(const qys_reply *reply) {
  return (const uint8_t *)(reply + 1);
}

/* The details of a record: reply->details_len bytes of JSON, or none. */
static inline const char *qys_reply_details(const qys_reply *reply) {
  return (const char *)(reply + 1) + reply->body_len;
}

/* The headers of a record: reply->headers_len bytes of lines, or none. */
static inline const char *qys_reply_headers(const qys_reply *reply) {
  return qys_reply_details(reply) + reply->details_len;
}
