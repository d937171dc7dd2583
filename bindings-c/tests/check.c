#define _POSIX_C_SOURCE 200809L
#include "check.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static atomic_int passed, failed;

void check(int held, const char *what, const char *file, int line) {
  if (held) {
    atomic_fetch_add(&passed, 1);
  } else {
    atomic_fetch_add(&failed, 1);
    fprintf(stderr, "%s:%d: not so: %s\n", file, line, what);
  }
}

int checked(void) {
  printf("%d passed, %d failed\n", atomic_load(&passed), atomic_load(&failed));
  return atomic_load(&failed) == 0 && atomic_load(&passed) > 0 ? 0 : 1;
}

int holds(const void *text, size_t length, const char *part) {
  size_t wanted = strlen(part);
  for (size_t at = 0; at + wanted <= length; at++) {
    if (memcmp((const char *)text + at, part, wanted) == 0) return 1;
  }
  return 0;
}

int told(qys_buffer *buffer, const char *part) {
  int found = holds(buffer->data, buffer->len, part);
  if (!found) fprintf(stderr, "  it says: %.*s\n", (int)buffer->len, (const char *)buffer->data);
  qys_buffer_free(buffer);
  return found;
}

long now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

int reaches(atomic_int *counter, int value) {
  struct timespec pause = {0, 5000000};
  for (long began = now_ms(); now_ms() - began < 30000; nanosleep(&pause, NULL)) {
    if (atomic_load(counter) >= value) return 1;
  }
  return 0;
}

typedef struct connection {
  server *server;
  int socket;
} connection;

/* The length of the whole request that `text` begins with, or 0 if it is not all there. */
static size_t request_length(const char *text) {
  const char *end = strstr(text, "\r\n\r\n");
  if (end == NULL) return 0;
  const char *length = strstr(text, "content-length: ");
  size_t body = length != NULL && length < end ? strtoul(length + 16, NULL, 10) : 0;
  size_t head = (size_t)(end - text) + 4;
  return strlen(text) >= head + body ? head + body : 0;
}

static void *serve(void *argument) {
  connection peer = *(connection *)argument;
  free(argument);
  static const char answer[] =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 59\r\n\r\n"
      "{\"code\":0,\"message\":\"SUCCESS\",\"result\":{\"ticket\":\"tick-1\"}}";
  char text[8192] = "";
  size_t held = 0;
  ssize_t got;
  while ((got = read(peer.socket, text + held, sizeof text - 1 - held)) > 0) {
    held += (size_t)got;
    text[held] = 0;
    size_t length;
    while ((length = request_length(text)) > 0) {
      atomic_fetch_add(&peer.server->requests, 1);
      memmove(text, text + length, held - length + 1);
      held -= length;
      if (!peer.server->hang && write(peer.socket, answer, sizeof answer - 1) < 0) break;
    }
  }
  close(peer.socket);
  atomic_fetch_add(&peer.server->closed, 1);
  return NULL;
}

static void *listening(void *argument) {
  server *server = argument;
  for (;;) {
    int accepted = accept(server->socket, NULL, NULL);
    if (accepted < 0) return NULL;
    atomic_fetch_add(&server->connections, 1);
    connection *peer = malloc(sizeof *peer);
    if (peer == NULL) abort();
    peer->server = server;
    peer->socket = accepted;
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, peer) != 0) abort();
    pthread_detach(thread);
  }
}

void server_start(server *server, int hang) {
  memset(server, 0, sizeof *server);
  server->hang = hang;
  struct sockaddr_in address = {0};
  socklen_t size = sizeof address;
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  server->socket = socket(AF_INET, SOCK_STREAM, 0);
  if (server->socket < 0 || bind(server->socket, (struct sockaddr *)&address, size) != 0 ||
      listen(server->socket, 512) != 0 ||
      getsockname(server->socket, (struct sockaddr *)&address, &size) != 0) {
    perror("server");
    exit(2);
  }
  snprintf(server->url, sizeof server->url, "http://127.0.0.1:%d", ntohs(address.sin_port));
  pthread_t thread;
  if (pthread_create(&thread, NULL, listening, server) != 0) abort();
  pthread_detach(thread);
}

uint64_t client_of(const server *server, int watch) {
  char options[256];
  /* Long time-outs: under valgrind a hundred threads take turns on one CPU. */
  int length = snprintf(options, sizeof options,
                        "{\"app_token\":\"token\",\"app_secret\":\"secret\",\"base_url\":\"%s\","
                        "\"connect_timeout\":60,\"attempt_timeout\":60,\"total_timeout\":60}",
                        server->url);
  uint64_t client = 0;
  qys_buffer error = {NULL, 0};
  if (qys_open(options, (size_t)length, watch, &client, &error) != QYS_OK) {
    fprintf(stderr, "open: %.*s\n", (int)error.len, (const char *)error.data);
    exit(2);
  }
  return client;
}

int32_t ticket(uint64_t client, qys_buffer *reply) {
  return qys_call(client, QYS_TEXT("personal_auth.create_ticket"), QYS_TEXT(TICKET_REQUEST), NULL, 0, NULL, 0,
                  reply);
}

uint64_t submit(uint64_t client, uint64_t queue, const char *operation, const char *request) {
  uint64_t submitted = 0;
  qys_buffer error = {NULL, 0};
  if (qys_submit(client, queue, operation, strlen(operation), request, strlen(request), NULL, 0, NULL, 0,
                 &submitted, &error) != QYS_OK) {
    fprintf(stderr, "submit: %.*s\n", (int)error.len, (const char *)error.data);
    qys_buffer_free(&error);
  }
  return submitted;
}
