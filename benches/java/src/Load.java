import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** The load generator: so many calls in flight, for so long. The contract stands in ../../README.md. */
final class Load {
  static final int IN_FLIGHT = Integer.parseInt(env("BENCH_IN_FLIGHT", "1"));
  private static final double WARM_UP = Double.parseDouble(env("BENCH_WARM_UP", "10"));
  private static final double SECONDS = Double.parseDouble(env("BENCH_SECONDS", "4"));
  private static final int REQUESTS = Integer.parseInt(env("BENCH_REQUESTS", "400000"));

  private Load() {}

  static String env(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }

  /** What the calls of one lane, one after the other, came to. */
  private static final class Lane {
    long[] latencies = new long[1024];
    int calls;
    int errors;

    void done(long nanoseconds) {
      if (calls == latencies.length) {
        latencies = Arrays.copyOf(latencies, calls * 2);
      }
      latencies[calls++] = nanoseconds;
    }

    void failed(Throwable error) {
      if (errors++ == 0) {
        System.err.println("a call failed: " + error);
      }
    }
  }

  /** A call that blocks. */
  interface Blocking {
    String ticket() throws Exception;
  }

  /** Measures a client whose calls block, with a thread for each call in flight. */
  static void blocking(Blocking client) throws Exception {
    run(
        (lane, end, most) ->
            () -> {
              long now = System.nanoTime();
              while (now < end && lane.calls < most) {
                try {
                  if (client.ticket().isEmpty()) {
                    throw new IllegalStateException("no ticket");
                  }
                } catch (Exception error) {
                  lane.failed(error);
                }
                long answered = System.nanoTime();
                lane.done(answered - now);
                now = answered;
              }
            });
  }

  /** What a lane does. */
  private interface Lanes {
    Runnable lane(Lane lane, long end, int most);
  }

  private static List<Lane> phase(Lanes lanes, double seconds, int requests) throws InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Lane> results = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < IN_FLIGHT; i++) {
      Lane lane = new Lane();
      results.add(lane);
      threads.add(new Thread(lanes.lane(lane, end, Math.max(requests / IN_FLIGHT, 1))));
    }
    if (IN_FLIGHT == 1) {
      threads.get(0).run();
      return results;
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return results;
  }

  private static void run(Lanes lanes) throws Exception {
    phase(lanes, WARM_UP, Integer.MAX_VALUE);
    long began = System.nanoTime();
    long cpu = cpu();
    List<Lane> results = phase(lanes, SECONDS, REQUESTS);
    report(results, System.nanoTime() - began, cpu() - cpu);
  }

  /** Measures a client whose calls answer futures: each lane starts its next call when one has ended. */
  static void waiting(Supplier<CompletableFuture<String>> client) throws Exception {
    starting(client, WARM_UP, Integer.MAX_VALUE);
    long began = System.nanoTime();
    long cpu = cpu();
    List<Lane> results = starting(client, SECONDS, REQUESTS);
    report(results, System.nanoTime() - began, cpu() - cpu);
  }

  private static List<Lane> starting(Supplier<CompletableFuture<String>> client, double seconds, int requests)
      throws InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    CountDownLatch running = new CountDownLatch(IN_FLIGHT);
    List<Lane> results = new ArrayList<>();
    for (int i = 0; i < IN_FLIGHT; i++) {
      Lane lane = new Lane();
      results.add(lane);
      next(client, lane, end, Math.max(requests / IN_FLIGHT, 1), running);
    }
    running.await();
    return results;
  }

  private static void next(
      Supplier<CompletableFuture<String>> client, Lane lane, long end, int most, CountDownLatch running) {
    long now = System.nanoTime();
    if (now >= end || lane.calls >= most) {
      running.countDown();
      return;
    }
    client
        .get()
        .whenComplete(
            (ticket, error) -> {
              if (error != null || ticket.isEmpty()) {
                lane.failed(error);
              }
              lane.done(System.nanoTime() - now);
              next(client, lane, end, most, running);
            });
  }

  /** User and system time of this process, in nanoseconds. */
  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean)
            java.lang.management.ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void report(List<Lane> lanes, long nanoseconds, long cpu) {
    long[] latencies =
        lanes.stream().flatMapToLong(lane -> Arrays.stream(lane.latencies, 0, lane.calls)).sorted().toArray();
    int errors = lanes.stream().mapToInt(lane -> lane.errors).sum();
    int calls = Math.max(latencies.length, 1);
    System.out.printf(
        java.util.Locale.ROOT,
        "{\"requests\":%d,\"errors\":%d,\"seconds\":%f,\"cpu_us\":%f,\"p50_us\":%f,\"p99_us\":%f}%n",
        latencies.length - errors,
        errors,
        nanoseconds / 1e9,
        cpu / 1e3 / calls,
        latencies[(int) (calls * 0.5)] / 1e3,
        latencies[Math.min((int) (calls * 0.99), calls - 1)] / 1e3);
    System.out.flush();
    // Some of the clients have threads that are no daemons.
    Runtime.getRuntime().halt(errors == 0 ? 0 : 1);
  }
}
