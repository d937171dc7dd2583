/* Plays the conformance vectors (tests/vectors) through the C ABI, blocking and submitted:
 * vectors PROGRAM_OF_THE_SERVER FOLDER */
#define _POSIX_C_SOURCE 200809L
#include "vectors.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int passed, failed;

char *text(const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  char *written = malloc((size_t)length + 1);
  if (length < 0 || written == NULL) abort();
  vsnprintf(written, (size_t)length + 1, format, again);
  va_end(arguments);
  va_end(again);
  return written;
}

/* Whether the server finds the outcome, which is freed, to be as expected. */
static int holds(const char *group, const char *name, char *outcome, const char *way) {
  char *body = text("{\"group\":\"%s\",\"name\":\"%s\",\"language\":\"c\",\"outcome\":%s}", group, name, outcome);
  json_t *verdict = server_post("check", body);
  int good = strcmp(json_string_value(json_object_get(verdict, "status")), "PASS") == 0;
  if (!good) {
    fprintf(stderr, "%s/%s (%s): %s\n    outcome: %.600s\n", group, name, way,
            json_string_value(json_object_get(verdict, "reason")), outcome);
  }
  json_decref(verdict);
  free(body);
  free(outcome);
  return good;
}

static int exchanged(const char *group, const json_t *file, const json_t *vector, enum way way) {
  const char *name = json_string_value(json_object_get(vector, "name"));
  char *body = text("{\"group\":\"%s\",\"name\":\"%s\"}", group, name);
  json_t *begun = server_post("begin", body);
  free(body);
  char *outcome = call_outcome(group, file, vector, begun, way);
  json_decref(begun);
  return holds(group, name, outcome, way == BLOCKING ? "blocking" : "submitted");
}

/* Through every way it concerns. The first failure ends it, because the last check is the one that counts. */
static int play(const char *group, const json_t *file, const json_t *vector) {
  const char *name = json_string_value(json_object_get(vector, "name"));
  if (strcmp(group, "signatures") == 0) return holds(group, name, signature_outcome(vector), "sign");
  if (strcmp(group, "callbacks") == 0) return holds(group, name, callback_outcome(vector), "callback_parse");
  return exchanged(group, file, vector, BLOCKING) && exchanged(group, file, vector, SUBMITTED);
}

static json_t *loaded(const char *path) {
  json_error_t error;
  json_t *file = json_load_file(path, JSON_ALLOW_NUL, &error);
  if (file == NULL) {
    fprintf(stderr, "%s:%d: %s\n", path, error.line, error.text);
    exit(2);
  }
  return file;
}

/* The file of a group, and with it those of its families: the folder of the same name. */
static json_t *loaded_group(const char *folder, const char *group) {
  static const char *const maps[] = {"smallest_requests", "smallest_parts"};
  char *path = text("%s/%s.json", folder, group), *families = text("%s/%s", folder, group);
  json_t *whole = loaded(path);
  DIR *entries = opendir(families);
  const struct dirent *entry;
  while (entries != NULL && (entry = readdir(entries)) != NULL) {
    if (strstr(entry->d_name, ".json") == NULL) continue;
    char *one = text("%s/%s", families, entry->d_name);
    json_t *family = loaded(one);
    json_array_extend(json_object_get(whole, "vectors"), json_object_get(family, "vectors"));
    for (size_t map = 0; map < sizeof maps / sizeof *maps; map++) {
      json_object_update(json_object_get(whole, maps[map]), json_object_get(family, maps[map]));
    }
    json_decref(family);
    free(one);
  }
  if (entries != NULL) closedir(entries);
  free(families);
  free(path);
  return whole;
}

static void play_group(const char *folder, const char *group) {
  json_t *file = loaded_group(folder, group);
  size_t index;
  json_t *vector;
  json_array_foreach(json_object_get(file, "vectors"), index, vector) {
    if (play(group, file, vector)) {
      passed++;
    } else {
      failed++;
    }
  }
  json_decref(file);
}

int main(int count, char **arguments) {
  if (count != 3) {
    fprintf(stderr, "usage: %s PROGRAM_OF_THE_SERVER FOLDER\n", arguments[0]);
    return 2;
  }
  server_find(arguments[1], arguments[2]);
  static const char *const groups[] = {"signatures", "requests", "responses", "callbacks", "faults"};
  for (size_t group = 0; group < sizeof groups / sizeof *groups; group++) play_group(arguments[2], groups[group]);
  server_stop();
  printf("%d passed, %d failed\n", passed, failed);
  return failed == 0 && passed > 0 ? 0 : 1;
}
