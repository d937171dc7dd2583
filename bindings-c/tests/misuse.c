/* Every function with what nobody should pass: it answers, names the argument, and nothing is harmed. */
#include <string.h>

#include "check.h"

/* An address that nobody may read. */
static const void *const NOWHERE = (const void *)(uintptr_t)8;

static void texts(void) {
  static const char broken[] = "{\"user\":\"\xff\xfe\"}";
  uint64_t client = 77;
  qys_buffer error = {NULL, 0};

  CHECK(qys_open(NULL, 5, 0, &client, &error) == QYS_FAILED);
  CHECK(client == 0);
  CHECK(told(&error, "`options` is NULL with length 5"));
  CHECK(qys_open(NOWHERE, SIZE_MAX, 0, &client, &error) == QYS_FAILED);
  CHECK(told(&error, "impossible length"));
  CHECK(qys_open(QYS_TEXT("\xff"), 0, &client, &error) == QYS_FAILED);
  CHECK(told(&error, "\"kind\":\"configuration\""));
  CHECK(qys_open(QYS_TEXT("{}"), 0, NULL, &error) == QYS_FAILED);
  CHECK(told(&error, "is NULL"));
  CHECK(qys_open(QYS_TEXT("{\"app_token\":1}"), 0, &client, NULL) == QYS_FAILED);

  static server server; /* its threads outlive this function */
  server_start(&server, 0);
  client = client_of(&server, 0);
  qys_buffer reply = {NULL, 0};
  CHECK(qys_call(client, NULL, 0, NULL, 0, NULL, 0, NULL, 0, &reply) == QYS_FAILED);
  CHECK(told(&reply, "\"kind\":\"validation\""));
  CHECK(qys_call(client, QYS_TEXT("\xc3("), QYS_TEXT("{}"), NULL, 0, NULL, 0, &reply) == QYS_FAILED);
  CHECK(told(&reply, "`operation` is not UTF-8 at byte 0"));
  CHECK(qys_call(client, QYS_TEXT("personal_auth.create_ticket"), NOWHERE, SIZE_MAX, NULL, 0, NULL, 0, &reply) ==
        QYS_FAILED);
  CHECK(told(&reply, "`request` has the impossible length"));
  CHECK(qys_call(client, QYS_TEXT("personal_auth.create_ticket"), broken, sizeof broken - 1, NULL, 0, NULL, 0,
                 &reply) == QYS_FAILED);
  CHECK(told(&reply, "\"kind\":\"validation\""));
  CHECK(qys_call(client, QYS_TEXT("personal_auth.create_ticket"), QYS_TEXT(TICKET_REQUEST), NULL, 0,
                 QYS_TEXT("{\"max_retries\":-1}"), &reply) == QYS_FAILED);
  CHECK(told(&reply, "\"field\":\"max_retries\""));
  CHECK(qys_call(client, QYS_TEXT("personal_auth.create_ticket"), QYS_TEXT(TICKET_REQUEST), NULL, 0, NULL, 0,
                 NULL) == QYS_OK);
  CHECK(atomic_load(&server.requests) == 1);

  qys_buffer json = {NULL, 0};
  CHECK(qys_sign(NULL, 0, &json) == QYS_FAILED);
  CHECK(told(&json, "configuration"));
  CHECK(qys_sign(NOWHERE, SIZE_MAX, &json) == QYS_FAILED);
  CHECK(told(&json, "`request` has the impossible length"));
  CHECK(qys_callback_parse(QYS_TEXT("\xff"), &json) == QYS_FAILED);
  CHECK(told(&json, "malformed"));
  CHECK(qys_plugin_url(QYS_TEXT("{\"ticket\":[\"tick-et\"]}"), &json) == QYS_FAILED);
  CHECK(!holds(json.data, json.len, "tick-et"));
  CHECK(told(&json, "malformed"));
  CHECK(qys_close(client) == 1);
}

static void files(void) {
  static server server;
  server_start(&server, 0);
  uint64_t client = client_of(&server, 0);
  qys_buffer reply = {NULL, 0};
  static const char request[] = "{\"method\":\"POST\",\"path\":\"/upload\"}";

  CHECK(qys_call(client, QYS_TEXT("request"), QYS_TEXT(request), NULL, 3, NULL, 0, &reply) == QYS_FAILED);
  CHECK(told(&reply, "`parts` is no array of 3 parts"));
  CHECK(qys_call(client, QYS_TEXT("request"), QYS_TEXT(request), (const qys_part *)NOWHERE, SIZE_MAX, NULL, 0,
                 &reply) == QYS_FAILED);
  CHECK(told(&reply, "is no array"));

  qys_part part;
  memset(&part, 0, sizeof part);
  part.name = "file";
  part.name_len = 4;
  part.data_len = 9;
  CHECK(qys_call(client, QYS_TEXT("request"), QYS_TEXT(request), &part, 1, NULL, 0, &reply) == QYS_FAILED);
  CHECK(told(&reply, "`parts.data` is NULL with length 9"));
  part.data = (const uint8_t *)"123456789";
  part.filename = "\xff";
  part.filename_len = 1;
  CHECK(qys_call(client, QYS_TEXT("request"), QYS_TEXT(request), &part, 1, NULL, 0, &reply) == QYS_FAILED);
  CHECK(told(&reply, "`parts.filename` is not UTF-8"));
  part.filename = "a.pdf";
  part.filename_len = 5;
  CHECK(qys_call(client, QYS_TEXT("request"), QYS_TEXT(request), &part, 1, NULL, 0, &reply) == QYS_OK);
  CHECK(told(&reply, "SUCCESS"));
  qys_close(client);
}

static void handles(void) {
  static server server;
  server_start(&server, 0);
  uint64_t client = client_of(&server, 0), queue = qys_queue_open(0), submitted = 9, view = 9;
  qys_buffer out = {NULL, 0};
  CHECK(client != 0 && queue != 0 && client != queue);

  CHECK(ticket(0, &out) == QYS_FAILED);
  CHECK(told(&out, "0 is not open"));
  CHECK(ticket(queue, &out) == QYS_FAILED);
  CHECK(told(&out, "is a handle of another kind"));
  CHECK(ticket(UINT64_MAX, &out) == QYS_FAILED);
  CHECK(told(&out, "\"field\":\"client\""));
  CHECK(qys_drain(client, 1, 0, &out) == QYS_FAILED);
  CHECK(told(&out, "\"field\":\"queue\""));
  CHECK(qys_drain(queue, SIZE_MAX, 0, &out) == QYS_OK && out.data == NULL && out.len == 0);
  CHECK(qys_drain(queue, 0, 0, NULL) == QYS_OK);
  CHECK(qys_submit(client, client, QYS_TEXT("x"), QYS_TEXT("{}"), NULL, 0, NULL, 0, &submitted, &out) == QYS_FAILED);
  CHECK(submitted == 0);
  CHECK(told(&out, "another kind"));
  CHECK(qys_submit(client, queue, QYS_TEXT("x"), QYS_TEXT("{}"), NULL, 0, NULL, 0, NULL, &out) == QYS_FAILED);
  CHECK(told(&out, "`submitted` is NULL"));
  CHECK(qys_with_options(queue, NULL, 0, &view, &out) == QYS_FAILED && view == 0);
  CHECK(told(&out, "another kind"));
  CHECK(qys_attempts(12345678, QYS_ALL_CALLS, &out) == QYS_FAILED);
  CHECK(told(&out, "not open"));
  CHECK(qys_attempts(client, QYS_ALL_CALLS, NULL) == QYS_OK);
  CHECK(qys_call_asking(client, QYS_TEXT("x"), QYS_TEXT("{}"), NULL, 0, NULL, 0, NULL, NULL, &out) == QYS_FAILED);
  CHECK(told(&out, "`ask` is NULL"));
  CHECK(qys_cancel(0) == 0 && qys_cancel(UINT64_MAX) == 0);
  CHECK(qys_log_level(99) == QYS_FAILED && qys_log_level(-1) == QYS_FAILED);

  CHECK(qys_close(client) == 1 && qys_close(client) == 0 && qys_close(0) == 0);
  CHECK(ticket(client, &out) == QYS_FAILED);
  CHECK(told(&out, "the client is closed"));
  CHECK(qys_close(queue) == 1 && qys_close(queue) == 0);
  CHECK(qys_drain(queue, 1, 1000, &out) == QYS_FAILED);
  CHECK(told(&out, "is not open"));
}

static void buffers(void) {
  qys_buffer json = {NULL, 0}, empty = {NULL, 0};
  qys_buffer_free(NULL);
  qys_buffer_free(&empty);
  CHECK(qys_logs(QYS_ALL_CALLS, &json) == QYS_OK && json.len > 0 && (uintptr_t)json.data % 8 == 0);
  qys_buffer_free(&json);
  CHECK(json.data == NULL && json.len == 0);
  qys_buffer_free(&json);
  CHECK(qys_logs(0, NULL) == QYS_OK);
}

int main(void) {
  CHECK(qys_abi_version() == QYS_ABI_VERSION);
  CHECK(strchr(qys_version(), '.') != NULL);
  texts();
  files();
  handles();
  buffers();
  return checked();
}
