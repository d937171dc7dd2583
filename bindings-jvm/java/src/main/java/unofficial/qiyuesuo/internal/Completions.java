package unofficial.qiyuesuo.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import unofficial.qiyuesuo.QiyuesuoException;

/**
 * The daemon thread that takes completions out of the native library's queue and hands them to the executors of their
 * clients. It starts with the first call that needs it, and ends when no client is open and no call in flight: a thread that
 * stayed would keep the class loader of an application that is gone.
 */
final class Completions implements Runnable {
  private static final int MOST = 256;
  private static final int FOREVER = 60_000;
  /** So many stages may wait for something else than a future before calls wait for them. */
  private static final int LEAST_WORKERS = 4;

  /** Completes a future that nobody hangs anything on where its completion arrives. */
  static final Executor DIRECT = Runnable::run;

  private static int clients;
  private static volatile Completions current;

  private final long queue = Native.queueOpen();
  /** What is in flight by number: the {@link Pending}, or the {@link Reply} that came before it. */
  private final ConcurrentHashMap<Long, Object> operations = new ConcurrentHashMap<>();
  /** What calls logged before they were in {@link #operations}; guarded by itself. */
  private final Map<Long, List<Map<String, Object>>> earlyLines = new HashMap<>();
  /** Calls in flight, and one for all clients that are open. None: the end. */
  private final AtomicInteger users = new AtomicInteger(1);
  private final AtomicInteger workers = new AtomicInteger();
  /** Where futures complete unless the client has an executor: stages there may wait for other futures. */
  private final ForkJoinPool pool =
      new ForkJoinPool(
          Math.max(LEAST_WORKERS, Runtime.getRuntime().availableProcessors()), this::worker, null, true);

  /** A client was opened; {@link #clientClosed()} must follow. */
  static synchronized void clientOpened() {
    clients++;
  }

  /** A client was closed. */
  static void clientClosed() {
    Completions last = null;
    synchronized (Completions.class) {
      if (--clients == 0) {
        last = current;
        current = null;
      }
    }
    if (last != null) {
      last.leave();
    }
  }

  /** For one call, at whose end {@link #leave()} must follow. */
  static Completions enter() {
    while (true) {
      Completions running = current;
      if (running == null) {
        running = start();
      }
      int users = running.users.get();
      if (users > 0 && running.users.compareAndSet(users, users + 1)) {
        return running;
      }
    }
  }

  private static synchronized Completions start() {
    if (clients == 0) {
      throw Failures.closed();
    }
    if (current == null) {
      Completions made = new Completions();
      Threads.start(made, "qiyuesuo-completions");
      current = made;
    }
    return current;
  }

  private ForkJoinWorkerThread worker(ForkJoinPool pool) {
    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
    thread.setName("qiyuesuo-futures-" + workers.incrementAndGet());
    return thread;
  }

  long queue() {
    return queue;
  }

  void leave() {
    if (users.decrementAndGet() == 0) {
      // This wakes the thread.
      Native.close(queue);
    }
  }

  void add(long number, Pending<?> pending) {
    Object early = operations.putIfAbsent(number, pending);
    if (pending.context != null) {
      List<Map<String, Object>> lines;
      synchronized (earlyLines) {
        lines = earlyLines.remove(number);
      }
      if (lines != null) {
        // This is the caller's own context.
        lines.forEach(Logs::line);
      }
    }
    if (early != null) {
      operations.remove(number);
      finish(pending, (Reply) early);
    }
  }

  @Override
  public void run() {
    while (users.get() > 0) {
      try {
        pump();
      } catch (QiyuesuoException closed) {
        // The last user left before the drain began.
      } catch (Throwable error) {
        warn("a completion failed", error);
      }
    }
    // What was handed over still runs.
    pool.shutdown();
  }

  /** Warns, and goes on when that fails too: without this thread no call would ever end. */
  private static void warn(String message, Throwable error) {
    try {
      Logs.warn(message, error);
    } catch (Throwable second) {
      // The logger is the program's own, or the heap is full.
    }
  }

  private void pump() {
    List<Reply> replies = Native.drain(queue, MOST, FOREVER);
    // First what a call logged, while its caller is known, and because its end may be that of the program.
    for (Reply reply : replies) {
      if (reply.kind == RecordHead.IS_LOGS) {
        log(reply);
      }
    }
    for (Reply reply : replies) {
      if (reply.kind != RecordHead.IS_LOGS && reply.operation != 0) {
        Object pending = operations.putIfAbsent(reply.operation, reply);
        if (pending != null) {
          operations.remove(reply.operation);
          finish((Pending<?>) pending, reply);
        }
      }
    }
  }

  /** Ends a call elsewhere: what users hang on its future, or give as an executor, must not hold up this thread. */
  private void finish(Pending<?> pending, Reply reply) {
    try {
      if (pending.executor == DIRECT) {
        pending.end(reply);
      } else {
        pool.execute(() -> handOver(pending, reply));
      }
    } catch (Throwable noThread) {
      pending.end(reply);
    } finally {
      leave();
    }
  }

  private static void handOver(Pending<?> pending, Reply reply) {
    try {
      if (pending.executor != null) {
        pending.executor.execute(() -> pending.end(reply));
        return;
      }
    } catch (Throwable refused) {
      // An executor that is full, has ended, or is broken: the call ends all the same.
    }
    pending.end(reply);
  }

  /** A logger that throws must not keep calls from ending. */
  private void log(Reply reply) {
    try {
      for (Map<String, Object> line : Logs.lines(reply.json())) {
        long number = ((Number) line.get("operation")).longValue();
        Object pending;
        synchronized (earlyLines) {
          pending = operations.get(number);
          if (number != 0 && !(pending instanceof Pending)) {
            earlyLines.computeIfAbsent(number, none -> new ArrayList<>()).add(line);
            continue;
          }
        }
        Logs.within(pending == null ? null : ((Pending<?>) pending).context, () -> Logs.line(line));
      }
    } catch (Throwable error) {
      warn("a log line was lost", error);
    }
  }

  /** A future on its way. */
  static final class Pending<T> {
    private final Engine engine;
    private final long number;
    private final Function<Reply, T> result;
    private final Engine.Call<T> future;
    /** The user's; {@code null} for the SDK's own threads. */
    private final Executor executor;
    /** What the caller's log has beside each line, where somebody wants to know. */
    private final Map<String, String> context;

    Pending(
        Engine engine,
        long number,
        Function<Reply, T> result,
        Engine.Call<T> future,
        Executor executor,
        Map<String, String> context) {
      this.engine = engine;
      this.number = number;
      this.result = result;
      this.future = future;
      this.executor = executor;
      this.context = context;
    }

    void end(Reply reply) {
      T value;
      try {
        Logs.within(context, () -> engine.tell(number));
        value = engine.ended(reply, result);
      } catch (Throwable failure) {
        // Also what no signature names: Kotlin throws checked exceptions anywhere.
        future.completeExceptionally(failure);
        return;
      }
      future.complete(value);
    }
  }
}
