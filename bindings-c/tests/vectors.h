/* What the parts of the vectors' runner share. */
#ifndef VECTORS_H
#define VECTORS_H

#include <jansson.h>

#include "qiyuesuo.h"

/* The vectors' server (tests/conformance), which compares. */

/* Takes the one of QYS_VECTOR_SERVER, or starts the program. Ends the process if it cannot. */
void server_find(const char *program, const char *vectors);
void server_stop(void);

/* Sends a command with a JSON object; the answer is the caller's. */
json_t *server_post(const char *command, const char *body);

/* Outcomes as JSON text, the caller's to free. */

char *signature_outcome(const json_t *vector);
char *callback_outcome(const json_t *vector);

/* The two ways to make a call. */
enum way { BLOCKING, SUBMITTED };

char *call_outcome(const char *group, const json_t *file, const json_t *vector, const json_t *begun, enum way way);

/* MinGW's own word for printf as C11 has it; plain `printf` is the one of Microsoft there. */
#ifdef __MINGW32__
#define FORMAT gnu_printf
#else
#define FORMAT printf
#endif

/* Formats into memory that the caller frees. */
char *text(const char *format, ...) __attribute__((format(FORMAT, 1, 2)));

#endif
