/* What a vector says, done through the C ABI, and what came of it. */
#define _POSIX_C_SOURCE 200809L
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "vectors.h"

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void *memory(size_t size) {
  void *block = calloc(1, size + 1);
  if (block == NULL) abort();
  return block;
}

static long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

static char *dumped(const json_t *json) {
  char *written = json_dumps(json, JSON_COMPACT | JSON_ENCODE_ANY);
  if (written == NULL) abort();
  return written;
}

/* Whether the digits are those of an integer beyond 2^53. */
static int beyond(const char *digits, size_t length) {
  static const char limit[] = "9007199254740992";
  return length > 16 || (length == 16 && memcmp(digits, limit, 16) > 0);
}

/* JSON with integers beyond 2^53 as strings, as the vectors write them. */
static char *exact(const void *json, size_t length) {
  const char *from = json;
  /* Each number of 16 digits and more grows by two. */
  char *written = memory(length + length / 8 + 2), *to = written;
  int quoted = 0;
  for (size_t at = 0; at < length;) {
    char c = from[at];
    if (quoted || (!isdigit((unsigned char)c) && c != '-')) {
      if (c == '"') quoted = !quoted;
      *to++ = c;
      if (quoted && c == '\\') *to++ = from[++at];
      at++;
      continue;
    }
    size_t end = at + (c == '-'), digits = end;
    while (end < length && isdigit((unsigned char)from[end])) end++;
    int whole = end == length || strchr(".eE", from[end]) == NULL;
    int quote = whole && beyond(from + digits, end - digits);
    /* The rest of a number that is not whole. */
    while (end < length && strchr("0123456789.eE+-", from[end]) != NULL) end++;
    to += sprintf(to, quote ? "\"%.*s\"" : "%.*s", (int)(end - at), from + at);
    at = end;
  }
  return written;
}

static char *base64(const uint8_t *bytes, size_t length) {
  char *written = memory(length / 3 * 4 + 4), *to = written;
  for (size_t at = 0; at < length; at += 3) {
    size_t left = length - at;
    unsigned three = (unsigned)bytes[at] << 16 | (left > 1 ? (unsigned)bytes[at + 1] << 8 : 0) |
                     (left > 2 ? bytes[at + 2] : 0);
    *to++ = ALPHABET[three >> 18];
    *to++ = ALPHABET[three >> 12 & 63];
    *to++ = left > 1 ? ALPHABET[three >> 6 & 63] : '=';
    *to++ = left > 2 ? ALPHABET[three & 63] : '=';
  }
  return written;
}

static uint8_t *unbase64(const char *encoded, size_t *length) {
  uint8_t *bytes = memory(strlen(encoded));
  unsigned bits = 0, held = 0;
  *length = 0;
  for (; *encoded != 0 && *encoded != '='; encoded++) {
    bits = bits << 6 | (unsigned)(strchr(ALPHABET, *encoded) - ALPHABET);
    if ((held += 6) >= 8) bytes[(*length)++] = (uint8_t)(bits >> (held -= 8));
  }
  return bytes;
}

static char *failure_outcome(const void *json, size_t length, long elapsed_ms) {
  json_t *error = json_loadb(json, length, 0, NULL);
  if (error == NULL) abort();
  json_t *wait = json_object_get(error, "retry_after");
  if (wait != NULL) json_object_set_new(error, "retry_after", json_integer(lround(json_number_value(wait))));
  json_object_del(error, "headers");
  /* C prints no more of an error than a program makes of this. */
  char *printed = dumped(error);
  json_object_set_new(error, "printed", json_string(printed));
  free(printed);
  json_object_del(error, "body");
  char *written = dumped(error);
  char *outcome = text("{\"error\":%s,\"elapsed_ms\":%ld}", written, elapsed_ms);
  free(written);
  json_decref(error);
  return outcome;
}

/* The outcome of a function that answers JSON; the buffer is freed. */
static char *told(int32_t status, qys_buffer *json, const char *name) {
  char *outcome;
  if (status == QYS_OK) {
    char *value = exact(json->data, json->len);
    outcome = text("{\"%s\":%s}", name, value);
    free(value);
  } else {
    outcome = failure_outcome(json->data, json->len, 0);
  }
  qys_buffer_free(json);
  return outcome;
}

/* A request of the members of a vector that are named. */
static char *picked(const json_t *vector, const char *const *names) {
  json_t *request = json_object();
  for (; *names != NULL; names++) {
    json_t *value = json_object_get(vector, *names);
    if (value != NULL) json_object_set(request, *names, value);
  }
  char *written = dumped(request);
  json_decref(request);
  return written;
}

char *signature_outcome(const json_t *vector) {
  static const char *const names[] = {"token", "secret", "agent", "timestamp", "nonce", "rule", "header_prefix",
                                      "language", NULL};
  char *request = picked(vector, names);
  qys_buffer out = {NULL, 0};
  int32_t status = qys_sign(request, strlen(request), &out);
  free(request);
  if (status != QYS_OK) return told(status, &out, "headers");
  json_t *signed_ = json_loadb((const char *)out.data, out.len, 0, NULL), *headers = json_object(), *pair;
  size_t index;
  json_array_foreach(json_object_get(signed_, "headers"), index, pair) {
    json_object_set(headers, json_string_value(json_array_get(pair, 0)), json_array_get(pair, 1));
  }
  char *written = dumped(headers), *outcome = text("{\"headers\":%s}", written);
  free(written);
  json_decref(headers);
  json_decref(signed_);
  qys_buffer_free(&out);
  return outcome;
}

char *callback_outcome(const json_t *vector) {
  static const char *const names[] = {"form", "query", "body", "keys", "options", NULL};
  char *request = picked(vector, names);
  qys_buffer out = {NULL, 0};
  int32_t status = qys_callback_parse(request, strlen(request), &out);
  free(request);
  return told(status, &out, "event");
}

/* Puts the members of "extra" beside the others, in an object and the objects inside it; not in what "extra" holds. */
static void rejoin(json_t *value) {
  if (json_is_array(value)) {
    size_t index;
    json_t *item;
    json_array_foreach(value, index, item) { rejoin(item); }
  } else if (json_is_object(value)) {
    json_t *extra = json_incref(json_object_get(value, "extra"));
    const char *name;
    json_t *member;
    json_object_del(value, "extra");
    json_object_foreach(value, name, member) { rejoin(member); }
    if (extra != NULL) {
      json_object_update(value, extra);
      json_decref(extra);
    }
  }
}

/* A result as the platform sent it, as the vectors have it; `open` results are so already. */
static char *flattened(char *result, int open) {
  json_t *members = open ? NULL : json_loads(result, JSON_DECODE_ANY, NULL);
  if (json_is_object(members)) {
    rejoin(members);
    free(result);
    result = dumped(members);
  }
  json_decref(members);
  return result;
}

/* What is told of an answer beside its content. */
static json_t *beside(const qys_reply *reply) {
  json_t *details = json_loadb(qys_reply_details(reply), reply->details_len, 0, NULL);
  json_t *headers = json_object();
  const char *line = qys_reply_headers(reply), *end = line + reply->headers_len;
  while (line < end) {
    const char *feed = memchr(line, '\n', (size_t)(end - line)), *colon = memchr(line, ':', (size_t)(feed - line));
    json_t *value = json_stringn(colon + 2, (size_t)(feed - colon) - 2);
    char *name = memory((size_t)(colon - line));
    memcpy(name, line, (size_t)(colon - line));
    const char *before = json_string_value(json_object_get(headers, name));
    if (before != NULL) {
      char *both = text("%s, %s", before, json_string_value(value));
      json_decref(value);
      value = json_string(both);
      free(both);
    }
    json_object_set_new(headers, name, value);
    free(name);
    line = feed + 1;
  }
  json_t *told = json_object(), *id = json_object_get(details, "request_id");
  if (id != NULL) json_object_set(told, "request_id", id);
  json_object_set_new(told, "headers", headers);
  json_decref(details);
  return told;
}

/* The outcome in a record. */
static char *reply_outcome(const qys_reply *reply, int open, long elapsed_ms) {
  const uint8_t *body = qys_reply_body(reply);
  char *value;
  switch (reply->kind) {
    case QYS_FAILURE:
      return failure_outcome(body, reply->body_len, elapsed_ms);
    case QYS_JSON:
      value = flattened(exact(body, reply->body_len), open);
      break;
    default: {
      char *content = base64(body, reply->body_len);
      json_t *file = json_loadb(qys_reply_details(reply), reply->details_len, 0, NULL);
      json_object_set_new(file, "base64", json_string(content));
      json_object_del(file, "request_id");
      value = dumped(file);
      json_decref(file);
      free(content);
    }
  }
  json_t *told = beside(reply);
  char *response = dumped(told);
  char *outcome = text("{\"result\":%s,\"http_status\":%u,\"attempts\":%u,\"response\":%s,\"elapsed_ms\":%ld}", value,
                       (unsigned)reply->http_status, (unsigned)reply->attempts, response, elapsed_ms);
  json_decref(told);
  free(response);
  free(value);
  return outcome;
}

/* The files of a vector; their content is freed by the caller. */
static qys_part *files(const json_t *described) {
  qys_part *parts = memory(sizeof(qys_part) * json_array_size(described));
  size_t index;
  json_t *from;
  json_array_foreach(described, index, from) {
    qys_part *part = &parts[index];
    json_t *content = json_object_get(from, "text"), *encoded = json_object_get(from, "base64");
    part->name = json_string_value(json_object_get(from, "name"));
    part->name_len = json_string_length(json_object_get(from, "name"));
    part->filename = json_string_value(json_object_get(from, "filename"));
    part->filename_len = json_string_length(json_object_get(from, "filename"));
    part->content_type = json_string_value(json_object_get(from, "content_type"));
    part->content_type_len = json_string_length(json_object_get(from, "content_type"));
    if (encoded != NULL) {
      part->data = unbase64(json_string_value(encoded), &part->data_len);
    } else {
      part->data_len = content != NULL ? json_string_length(content)
                                       : (size_t)json_integer_value(json_object_get(from, "size"));
      part->data = memory(part->data_len);
      if (content != NULL) memcpy((void *)part->data, json_string_value(content), part->data_len);
    }
  }
  return parts;
}

static json_t *options_of(const char *group, const json_t *vector, const json_t *begun) {
  const char *operation = json_string_value(json_object_get(vector, "operation"));
  json_t *config = json_object_get(vector, "config"), *ca_pem = json_object_get(begun, "ca_pem");
  json_t *options = json_pack("{s:s,s:s,s:O}", "app_token", "AbC123dEf4", "app_secret",
                              "Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0", "base_url", json_object_get(begun, "base_url"));
  if (strncmp(operation, "saas.", 5) == 0) {
    json_object_set_new(options, "agent",
                        json_pack("{s:s,s:s}", "token", "agentTok01", "secret", "agentSecret0123456789agentSecr"));
  }
  if (strcmp(group, "faults") != 0) json_object_set_new(options, "max_retries", json_integer(0));
  if (json_is_string(ca_pem)) json_object_set(options, "ca_pem", ca_pem);
  if (config != NULL) json_object_update(options, config);
  return options;
}

static qys_buffer made(uint64_t client, uint64_t queue, const char *operation, const char *request,
                       const qys_part *parts, size_t count, enum way way) {
  qys_buffer reply = {NULL, 0};
  if (way == BLOCKING) {
    qys_call(client, operation, strlen(operation), request, strlen(request), parts, count, NULL, 0, &reply);
    return reply;
  }
  uint64_t submitted;
  if (qys_submit(client, queue, operation, strlen(operation), request, strlen(request), parts, count, NULL, 0,
                 &submitted, &reply) != QYS_OK) {
    fprintf(stderr, "submit: %.*s\n", (int)reply.len, (const char *)reply.data);
    exit(2);
  }
  while (reply.len == 0) {
    if (qys_drain(queue, 1, 60000, &reply) != QYS_OK) exit(2);
  }
  return reply;
}

char *call_outcome(const char *group, const json_t *file, const json_t *vector, const json_t *begun, enum way way) {
  const char *operation = json_string_value(json_object_get(vector, "operation"));
  json_t *request_json = json_object_get(vector, "request"), *parts_json = json_object_get(vector, "parts");
  if (request_json == NULL) request_json = json_object_get(json_object_get(file, "smallest_requests"), operation);
  if (parts_json == NULL && strcmp(group, "responses") == 0) {
    parts_json = json_object_get(json_object_get(file, "smallest_parts"), operation);
  }
  json_t *options_json = options_of(group, vector, begun);
  char *options = dumped(options_json);
  uint64_t client = 0, queue = qys_queue_open(0);
  qys_buffer error = {NULL, 0};
  long began = now_ms();
  int32_t status = qys_open(options, strlen(options), 0, &client, &error);
  free(options);
  json_decref(options_json);
  if (status != QYS_OK) {
    qys_close(queue);
    return told(status, &error, "client");
  }

  char *request = dumped(request_json);
  qys_part *parts = files(parts_json);
  json_t *calls_json = json_object_get(vector, "calls");
  long calls = calls_json != NULL ? (long)json_integer_value(calls_json) : 1;
  long pause_ms = (long)json_integer_value(json_object_get(vector, "pause_ms"));
  char *outcome = NULL;
  int open = strcmp(operation, "request") == 0 || strcmp(operation, "personal_sign.query") == 0;
  for (long call = 1; call <= calls; call++) {
    began = now_ms();
    qys_buffer reply = made(client, queue, operation, request, parts, json_array_size(parts_json), way);
    if (call == calls) outcome = reply_outcome(qys_reply_first(&reply), open, now_ms() - began);
    qys_buffer_free(&reply);
    struct timespec pause = {pause_ms / 1000, pause_ms % 1000 * 1000000};
    if (call < calls) nanosleep(&pause, NULL);
  }
  for (size_t part = 0; part < json_array_size(parts_json); part++) free((void *)parts[part].data);
  free(parts);
  free(request);
  qys_close(client);
  qys_close(queue);
  return outcome;
}
