/* Measures the C ABI under load, as benches/README.md says: blocking with one call in flight, submitted and drained by
 * one thread with more. */
#define _POSIX_C_SOURCE 200809L
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "qiyuesuo.h"

static uint64_t client, queue;
static size_t errors;

static double now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static double cpu_us(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
         (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static double setting(const char *name, double otherwise) {
  const char *value = getenv(name);
  return value == NULL ? otherwise : strtod(value, NULL);
}

static size_t request(char *text, size_t size) {
  return (size_t)snprintf(text, size,
                          "{\"user\":{\"contact\":\"%s\",\"contactType\":\"%s\"},\"mode\":\"%s\",\"username\":\"%s\","
                          "\"callbackUrl\":\"%s\"}",
                          "10020033044", "MOBILE", "BANK", "张三", "http://www.qiyuesuo.com");
}

static void answered(const qys_reply *reply) {
  json_t *result = reply->kind == QYS_JSON
                       ? json_loadb((const char *)qys_reply_body(reply), reply->body_len, 0, NULL)
                       : NULL;
  const char *ticket = json_string_value(json_object_get(result, "ticket"));
  if (ticket == NULL || *ticket == 0) {
    if (errors++ == 0) {
      fprintf(stderr, "a call failed: %.*s\n", (int)reply->body_len, (const char *)qys_reply_body(reply));
    }
  }
  json_decref(result);
}

static uint64_t submit(void) {
  uint64_t submitted = 0;
  qys_buffer error = {NULL, 0};
  char json[512];
  size_t length = request(json, sizeof json);
  qys_submit(client, queue, QYS_TEXT("personal_auth.create_ticket"), json, length, NULL, 0, NULL, 0, &submitted, &error);
  qys_buffer_free(&error);
  return submitted;
}

/* Runs for that long or so many calls; answers how many, with their latencies. */
static size_t blocking(double end, size_t most, float *latencies) {
  size_t calls = 0;
  for (double began = now_us(); began < end && calls < most;) {
    qys_buffer out = {NULL, 0};
    char json[512];
    size_t length = request(json, sizeof json);
    qys_call(client, QYS_TEXT("personal_auth.create_ticket"), json, length, NULL, 0, NULL, 0, &out);
    answered(qys_reply_first(&out));
    qys_buffer_free(&out);
    double ended = now_us();
    latencies[calls++] = (float)(ended - began);
    began = ended;
  }
  return calls;
}

static size_t submitted(double end, size_t most, float *latencies, size_t in_flight) {
  struct {
    uint64_t id;
    double began;
  } lanes[in_flight];
  size_t calls = 0, running = 0;
  for (; running < in_flight; running++) {
    lanes[running].began = now_us();
    lanes[running].id = submit();
  }
  while (running > 0) {
    qys_buffer out = {NULL, 0};
    qys_drain(queue, in_flight, 1000, &out);
    double now = now_us();
    for (const qys_reply *reply = qys_reply_first(&out); reply; reply = qys_reply_next(&out, reply)) {
      size_t lane = 0;
      while (lanes[lane].id != reply->operation) lane++;
      answered(reply);
      if (calls < most) latencies[calls++] = (float)(now - lanes[lane].began);
      if (now < end && calls < most) {
        lanes[lane].began = now;
        lanes[lane].id = submit();
      } else {
        lanes[lane].id = 0;
        running--;
      }
    }
    qys_buffer_free(&out);
  }
  return calls;
}

static int by_size(const void *left, const void *right) {
  float a = *(const float *)left, b = *(const float *)right;
  return (a > b) - (a < b);
}

int main(void) {
  qys_buffer error = {NULL, 0};
  if (qys_open(NULL, 0, 0, &client, &error) != QYS_OK) {
    fprintf(stderr, "%.*s\n", (int)error.len, (const char *)error.data);
    return 1;
  }
  queue = qys_queue_open(0);
  size_t in_flight = (size_t)setting("BENCH_IN_FLIGHT", 1), most = (size_t)setting("BENCH_REQUESTS", 400000);
  float *latencies = malloc(most * sizeof *latencies + 1);
  if (latencies == NULL) return 1;
  size_t calls = 0;
  double spent = 0, elapsed = 0;
  const double phases[] = {setting("BENCH_WARM_UP", 0.5), setting("BENCH_SECONDS", 4)};
  for (int phase = 0; phase < 2; phase++) {
    double began = now_us(), cpu = cpu_us(), end = began + phases[phase] * 1e6;
    calls = in_flight == 1 ? blocking(end, most, latencies) : submitted(end, most, latencies, in_flight);
    spent = cpu_us() - cpu;
    elapsed = now_us() - began;
  }
  qsort(latencies, calls, sizeof *latencies, by_size);
  printf("{\"requests\":%zu,\"errors\":%zu,\"seconds\":%f,\"cpu_us\":%f,\"p50_us\":%f,\"p99_us\":%f}\n", calls - errors,
         errors, elapsed / 1e6, spent / (double)calls, (double)latencies[calls / 2],
         (double)latencies[calls * 99 / 100]);
  free(latencies);
  qys_close(client);
  qys_close(queue);
  return errors == 0 ? 0 : 1;
}
