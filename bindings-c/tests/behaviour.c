/* Calls as hosts make them: many threads, cancelled, closed in mid-call, forked, panicking. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

static int is_ticket(qys_buffer *reply) {
  const qys_reply *record = qys_reply_first(reply);
  int good = record != NULL && record->kind == QYS_JSON && record->http_status == 200 && record->attempts == 1 &&
             holds(qys_reply_body(record), record->body_len, "tick-1") &&
             holds(qys_reply_details(record), record->details_len, "\"plugin_page\":\"personal-auth\"") &&
             qys_reply_next(reply, record) == NULL;
  if (!good && record != NULL) {
    fprintf(stderr, "  it says: %.*s\n", (int)record->body_len, (const char *)qys_reply_body(record));
  }
  qys_buffer_free(reply);
  return good;
}

static int got_ticket(uint64_t client) {
  qys_buffer reply = {NULL, 0};
  int32_t status = ticket(client, &reply);
  return is_ticket(&reply) && status == QYS_OK;
}

/* Takes `count` completions, `max` at once, and answers how many hold `text`; none may come twice. */
static int drained_by(size_t max, uint64_t queue, int count, const char *text) {
  int found = 0, holding = 0;
  long began = now_ms();
  while (found < count && now_ms() - began < 60000) {
    qys_buffer replies = {NULL, 0};
    if (qys_drain(queue, max, 1000, &replies) != QYS_OK) break;
    for (const qys_reply *reply = qys_reply_first(&replies); reply; reply = qys_reply_next(&replies, reply)) {
      if (reply->kind == QYS_LOGS) continue;
      found++;
      holding += holds(qys_reply_body(reply), reply->body_len, text);
    }
    qys_buffer_free(&replies);
  }
  return holding;
}

static int drained(uint64_t queue, int count, const char *text) {
  return drained_by(256, queue, count, text);
}

static void blocking_and_submitted(void) {
  static server server; /* its threads outlive this function */
  server_start(&server, 0);
  uint64_t client = client_of(&server, 1), queue = qys_queue_open(0), view = 0;
  qys_buffer out = {NULL, 0};
  CHECK(got_ticket(client));
  for (int call = 0; call < 200; call++) {
    CHECK(submit(client, queue, "personal_auth.create_ticket", TICKET_REQUEST) != 0);
  }
  CHECK(drained(queue, 200, "tick-1") == 200);
  /* Many are complete at once, and taken one by one. */
  for (int call = 0; call < 2500; call++) {
    CHECK(submit(client, queue, "nothing", "{}") != 0);
  }
  CHECK(drained_by(1, queue, 2500, "\"field\":\"operation\"") == 2500);
  CHECK(qys_attempts(client, QYS_ALL_CALLS, &out) == QYS_OK && told(&out, "\"http_status\":200"));
  CHECK(qys_attempts(client, QYS_ALL_CALLS, &out) == QYS_OK && told(&out, "[]"));
  CHECK(qys_with_options(client, QYS_TEXT("{\"app_token\":\"other\"}"), &view, &out) == QYS_OK);
  CHECK(got_ticket(view));
  CHECK(qys_attempts(client, 0, &out) == QYS_OK && told(&out, "\"http_status\":200"));
  CHECK(qys_attempts(client, 0, &out) == QYS_OK && told(&out, "[]"));
  uint64_t one = submit(client, queue, "personal_auth.create_ticket", TICKET_REQUEST);
  uint64_t other = submit(client, queue, "nothing", "{}");
  CHECK(drained(queue, 2, "") == 2);
  CHECK(qys_attempts(client, other, &out) == QYS_OK && told(&out, "[]"));
  CHECK(qys_attempts(client, one, &out) == QYS_OK && told(&out, "\"attempt\":1"));
  CHECK(qys_attempts(client, one, &out) == QYS_OK && told(&out, "[]"));

  CHECK(qys_log_level(QYS_LOG_DEBUG) == QYS_OK);
  CHECK(got_ticket(client));
  CHECK(qys_logs(QYS_ALL_CALLS, &out) == QYS_OK);
  CHECK(!holds(out.data, out.len, "tick-1") && !holds(out.data, out.len, "10020033044"));
  CHECK(told(&out, "\"level\":\"debug\""));
  CHECK(qys_log_level(QYS_LOG_OFF) == QYS_OK);
  CHECK(qys_close(view) == 1 && qys_close(client) == 1 && qys_close(queue) == 1);
}

static void tools(void) {
  qys_buffer out = {NULL, 0};
  /* V1 of the collected facts: computed with Python's hashlib. */
  CHECK(qys_sign(QYS_TEXT("{\"token\":\"AbC123dEf4\",\"secret\":\"Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0\",\"timestamp\":"
                          "1700000000000,\"nonce\":\"3f0b2c1e-6d5a-4b7c-8e9f-0123456789ab\"}"),
                 &out) == QYS_OK);
  CHECK(told(&out, "27b477d5acb48ff3bbc8ca29da990ca4"));
  CHECK(qys_plugin_url(QYS_TEXT("{\"ticket\":\"a b\",\"page\":\"personal-auth\",\"env\":\"cn\",\"has_callback\":true}"),
                       &out) == QYS_OK);
  CHECK(told(&out, "plugin://qyssdk-plugin/personal-auth?ticket=a%20b&env=cn&hasCb=true"));
  CHECK(qys_callback_parse(QYS_TEXT("{\"query\":\"mode=BANK&status=1&authId=9\",\"options\":{\"allow_unsigned\":true}}"),
                           &out) == QYS_OK);
  CHECK(told(&out, "\"authenticity\":\"none\""));
}

static void panics(void) {
  static server server;
  server_start(&server, 0);
  uint64_t client = client_of(&server, 0), queue = qys_queue_open(0);
  qys_buffer reply = {NULL, 0};
  CHECK(qys_call(client, QYS_TEXT("__panic"), QYS_TEXT("{}"), NULL, 0, NULL, 0, &reply) == QYS_FAILED);
  CHECK(qys_reply_first(&reply)->kind == QYS_FAILURE && told(&reply, "\"kind\":\"internal\""));
  CHECK(submit(client, queue, "__panic", "{}") != 0);
  CHECK(drained(queue, 1, "\"kind\":\"internal\"") == 1);
  /* The client is none the worse. */
  CHECK(got_ticket(client));
  qys_close(client);
  qys_close(queue);
}

static int32_t stop_at_the_second(void *asked) {
  return ++*(int *)asked == 2;
}

static void asking(void) {
  static server server;
  server_start(&server, 1);
  uint64_t client = client_of(&server, 0);
  qys_buffer reply = {NULL, 0};
  int asked = 0;
  long began = now_ms();
  CHECK(qys_call_asking(client, QYS_TEXT("personal_auth.create_ticket"), QYS_TEXT(TICKET_REQUEST), NULL, 0, NULL, 0,
                        stop_at_the_second, &asked, &reply) == QYS_FAILED);
  CHECK(asked == 2 && now_ms() - began < 5000);
  CHECK(told(&reply, "\"kind\":\"cancelled\""));
  CHECK(qys_close(client) == 1);
}

static void cancelling(void) {
  static server server;
  server_start(&server, 1);
  uint64_t client = client_of(&server, 0), queue = qys_queue_open(0);
  uint64_t submitted = submit(client, queue, "personal_auth.create_ticket", TICKET_REQUEST);
  CHECK(reaches(&server.requests, 1));
  CHECK(qys_cancel(submitted) == 1 && qys_cancel(submitted) == 0);
  CHECK(drained(queue, 1, "\"kind\":\"cancelled\"") == 1);
  CHECK(reaches(&server.closed, 1));
  qys_close(client);
  qys_close(queue);
}

static void *blocked(void *argument) {
  qys_buffer reply = {NULL, 0};
  CHECK(ticket(*(uint64_t *)argument, &reply) == QYS_FAILED);
  CHECK(told(&reply, "\"kind\":\"cancelled\""));
  return NULL;
}

static void closing_in_mid_call(void) {
  static server server;
  server_start(&server, 1);
  uint64_t client = client_of(&server, 0), queue = qys_queue_open(0);
  pthread_t thread;
  CHECK(pthread_create(&thread, NULL, blocked, &client) == 0);
  for (int call = 0; call < 10; call++) submit(client, queue, "personal_auth.create_ticket", TICKET_REQUEST);
  CHECK(reaches(&server.requests, 11));
  CHECK(qys_close(client) == 1);
  CHECK(pthread_join(thread, NULL) == 0);
  CHECK(drained(queue, 10, "\"kind\":\"cancelled\"") == 10);
  CHECK(reaches(&server.closed, 11));
  qys_close(queue);
}

static void *waiting(void *argument) {
  qys_buffer replies = {NULL, 0};
  int32_t status = qys_drain(*(uint64_t *)argument, 1, 60000, &replies);
  qys_buffer_free(&replies);
  return (void *)(intptr_t)status;
}

static void closing_a_queue_wakes_who_waits(void) {
  uint64_t queue = qys_queue_open(0);
  pthread_t thread;
  void *status = NULL;
  long began = now_ms();
  struct timespec pause = {0, 50000000};
  CHECK(pthread_create(&thread, NULL, waiting, &queue) == 0);
  nanosleep(&pause, NULL);
  CHECK(qys_close(queue) == 1);
  CHECK(pthread_join(thread, &status) == 0 && now_ms() - began < 30000);
}

/* Of each kind, in each of a hundred threads; fewer under valgrind, which runs one thread at a time. */
static int calls = 10;

static void *tickets(void *argument) {
  uint64_t client = *(uint64_t *)argument, queue = qys_queue_open(0);
  for (int call = 0; call < calls; call++) {
    CHECK(got_ticket(client));
    submit(client, queue, "personal_auth.create_ticket", TICKET_REQUEST);
  }
  CHECK(drained(queue, calls, "tick-1") == calls);
  CHECK(qys_close(queue) == 1);
  return NULL;
}

static void a_hundred_threads(void) {
  static server server;
  server_start(&server, 0);
  uint64_t client = client_of(&server, 0);
  pthread_t threads[100];
  for (int thread = 0; thread < 100; thread++) {
    CHECK(pthread_create(&threads[thread], NULL, tickets, &client) == 0);
  }
  for (int thread = 0; thread < 100; thread++) CHECK(pthread_join(threads[thread], NULL) == 0);
  CHECK(atomic_load(&server.requests) == 200 * calls);
  qys_close(client);
}

static void forking(void) {
  static server server;
  server_start(&server, 0);
  uint64_t client = client_of(&server, 0), queue = qys_queue_open(0);
  qys_buffer reply = {NULL, 0};
  CHECK(got_ticket(client));
  submit(client, queue, "personal_auth.create_ticket", TICKET_REQUEST);
  CHECK(drained(queue, 1, "tick-1") == 1);
  pid_t child = fork();
  if (child == 0) {
    int good = got_ticket(client);
    good &= qys_drain(queue, 1, 0, &reply) == QYS_FAILED && told(&reply, "before a fork");
    uint64_t own = qys_queue_open(0);
    good &= submit(client, own, "personal_auth.create_ticket", TICKET_REQUEST) != 0;
    good &= drained(own, 1, "tick-1") == 1;
    good &= qys_close(queue) == 1 && qys_close(client) == 1;
    _exit(good ? 0 : 1);
  }
  int status = -1;
  CHECK(child > 0 && waitpid(child, &status, 0) == child && status == 0);
  CHECK(got_ticket(client));
  qys_close(client);
  qys_close(queue);
}

int main(int count, char **arguments) {
  int valgrind = count > 1;
  if (valgrind) calls = atoi(arguments[1]);
  blocking_and_submitted();
  tools();
  panics();
  asking();
  cancelling();
  closing_in_mid_call();
  closing_a_queue_wakes_who_waits();
  a_hundred_threads();
  /* What a child inherits is leaked on purpose, which valgrind would report. */
  if (!valgrind) forking();
  return checked();
}
