/* What the test programs share: checks that count, calls with literals, and a server of their own. */
#ifndef CHECK_H
#define CHECK_H

#include <stdatomic.h>
#include <stdint.h>

#include "qiyuesuo.h"

/* Counts what held; prints and counts what did not. */
#define CHECK(condition) check((condition) != 0, #condition, __FILE__, __LINE__)

void check(int held, const char *what, const char *file, int line);

/* Prints `N passed, N failed` and answers the status to exit with. */
int checked(void);

/* Whether a text of `length` bytes holds `part`. */
int holds(const void *text, size_t length, const char *part);

/* Whether a buffer does; the buffer is freed. */
int told(qys_buffer *buffer, const char *part);

/* Milliseconds of a clock that only goes forward. */
long now_ms(void);

/* Waits up to thirty seconds for a counter to reach a value. */
int reaches(atomic_int *counter, int value);

/* A server on a thread of its own. */
typedef struct server {
  char url[64];
  int hang; /* answers nothing */
  int socket;
  atomic_int requests;
  atomic_int connections;
  atomic_int closed; /* connections that the client closed */
} server;

void server_start(server *server, int hang);

/* A client of that server. */
uint64_t client_of(const server *server, int watch);

#define TICKET_REQUEST "{\"user\":{\"contact\":\"10020033044\",\"contactType\":\"MOBILE\"}}"

/* One ticket, blocking. */
int32_t ticket(uint64_t client, qys_buffer *reply);

/* One operation without parts and options, submitted. */
uint64_t submit(uint64_t client, uint64_t queue, const char *operation, const char *request);

#endif
