/* Asks for a personal authentication ticket with the request of the page 生成个人认证令牌, and prints the ticket.
 *
 * Reads QYS_BASE_URL, QYS_APP_TOKEN and QYS_APP_SECRET (and every other QYS_* option of the SDK), and QYS_CONTACT, the
 * telephone number of the person. JSON is jansson's here; any other library will do. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qiyuesuo.h"

static const struct {
  const char *kind;
  int status;
} EXIT_CODES[] = {{"validation", 2}, {"configuration", 3}, {"authentication", 4}, {"api", 5},
                  {"permission", 5}, {"rate_limit", 5},    {"connection", 6},     {"timeout", 6},
                  {"server", 6},     {"invalid_response", 7}, {"callback", 8},    {"cancelled", 130}};

/* Prints an error and answers the status to exit with. */
static int failed(const void *json, size_t length) {
  int status = 1;
  json_t *error = json_loadb(json, length, 0, NULL);
  const char *kind = json_string_value(json_object_get(error, "kind"));
  const json_t *code = json_object_get(error, "code");
  fprintf(stderr, "class: qys_reply\nkind: %s\n", kind);
  if (code != NULL) {
    fprintf(stderr, "code: %" JSON_INTEGER_FORMAT "\n", json_integer_value(code));
  } else {
    fprintf(stderr, "code: none\n");
  }
  fprintf(stderr, "message: %s\n", json_string_value(json_object_get(error, "message")));
  for (size_t known = 0; known < sizeof EXIT_CODES / sizeof *EXIT_CODES; known++) {
    if (kind != NULL && strcmp(kind, EXIT_CODES[known].kind) == 0) status = EXIT_CODES[known].status;
  }
  json_decref(error);
  return status;
}

/* Prints the ticket. */
static int succeeded(const qys_reply *reply) {
  json_t *result = json_loadb((const char *)qys_reply_body(reply), reply->body_len, 0, NULL);
  printf("%s\n", json_string_value(json_object_get(result, "ticket")));
  json_decref(result);
  return 0;
}

int main(void) {
  uint64_t client;
  qys_buffer out = {NULL, 0};
  if (qys_open(NULL, 0, 0, &client, &out) != QYS_OK) {
    int status = failed(out.data, out.len);
    qys_buffer_free(&out);
    return status;
  }

  const char *contact = getenv("QYS_CONTACT");
  if (contact == NULL || *contact == 0) contact = "10020033044";
  json_t *request = json_pack("{s:{s:s,s:s},s:s,s:s,s:s}", "user", "contact", contact, "contactType", "MOBILE",
                              "mode", "BANK", "username", "张三", "callbackUrl", "http://www.qiyuesuo.com");
  char *json = json_dumps(request, JSON_COMPACT);
  json_decref(request);
  if (json == NULL) {
    fprintf(stderr, "QYS_CONTACT is not UTF-8\n");
    return 2;
  }

  qys_call(client, QYS_TEXT("personal_auth.create_ticket"), json, strlen(json), NULL, 0, NULL, 0, &out);
  free(json);
  const qys_reply *reply = qys_reply_first(&out);
  int status = reply->kind == QYS_FAILURE ? failed(qys_reply_body(reply), reply->body_len) : succeeded(reply);
  qys_buffer_free(&out);
  qys_close(client);
  return status;
}
