/* The vectors' server: started where there is none (on Windows there must be one), and spoken to over a plain socket. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#ifdef _WIN32
#include <winsock2.h>
#define MSG_NOSIGNAL 0
#else
#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#define SOCKET int
#define INVALID_SOCKET -1
#define closesocket close
#endif

#include "vectors.h"

static unsigned port;

static void fail(const char *what) {
#ifdef _WIN32
  fprintf(stderr, "%s: error %d\n", what, WSAGetLastError());
#else
  perror(what);
#endif
  server_stop();
  exit(2);
}

#ifdef _WIN32
static void start(const char *program, const char *vectors, char *url, int size) {
  (void)program, (void)vectors, (void)url, (void)size;
  fail("QYS_VECTOR_SERVER, the address of the vectors' server");
}

void server_stop(void) {}
#else
static pid_t process;

static void start(const char *program, const char *vectors, char *url, int size) {
  int ends[2];
  if (pipe(ends) != 0 || (process = fork()) < 0) fail("the vectors' server");
  if (process == 0) {
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    execl(program, program, "serve", "--vectors", vectors, (char *)NULL);
    perror(program);
    _exit(127);
  }
  close(ends[1]);
  FILE *output = fdopen(ends[0], "r");
  if (output == NULL || fgets(url, size, output) == NULL) fail("the vectors' server");
  fclose(output);
}

void server_stop(void) {
  if (process > 0) {
    kill(process, SIGKILL);
    waitpid(process, NULL, 0);
  }
}
#endif

void server_find(const char *program, const char *vectors) {
#ifdef _WIN32
  WSADATA started;
  if (WSAStartup(MAKEWORD(2, 2), &started) != 0) fail("WSAStartup");
#endif
  char url[128] = "";
  const char *known = getenv("QYS_VECTOR_SERVER");
  if (known == NULL) {
    start(program, vectors, url, sizeof url);
    known = url;
  }
  if (sscanf(known, "http://127.0.0.1:%u", &port) != 1) fail(known);
}

static SOCKET connected(void) {
  struct sockaddr_in address = {0};
  address.sin_family = AF_INET;
  address.sin_port = htons((uint16_t)port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  SOCKET peer = socket(AF_INET, SOCK_STREAM, 0);
  if (peer == INVALID_SOCKET || connect(peer, (struct sockaddr *)&address, sizeof address) != 0) fail("the vectors' server");
  return peer;
}

json_t *server_post(const char *command, const char *body) {
  SOCKET peer = connected();
  char *request = text("POST /_control/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                       "Content-Length: %zu\r\n\r\n%s",
                       command, strlen(body), body);
  size_t length = strlen(request);
  for (size_t sent = 0; sent < length;) {
    ssize_t wrote = send(peer, request + sent, length - sent, MSG_NOSIGNAL);
    if (wrote <= 0) fail("send");
    sent += (size_t)wrote;
  }
  free(request);
  size_t held = 0, room = 65536;
  char *answer = malloc(room);
  if (answer == NULL) abort();
  ssize_t got;
  while ((got = recv(peer, answer + held, room - held - 1, 0)) > 0) {
    held += (size_t)got;
    if (room - held < 4096 && (answer = realloc(answer, room *= 2)) == NULL) abort();
  }
  closesocket(peer);
  answer[held] = 0;
  const char *content = strstr(answer, "\r\n\r\n");
  json_t *json = content == NULL ? NULL : json_loads(content, 0, NULL);
  if (json == NULL || strncmp(answer, "HTTP/1.1 200", 12) != 0) {
    fprintf(stderr, "%s: %s\n", command, answer);
    server_stop();
    exit(2);
  }
  free(answer);
  return json;
}
