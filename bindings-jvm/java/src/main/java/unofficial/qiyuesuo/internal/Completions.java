package unofficial.qiyuesuo.internal;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import unofficial.qiyuesuo.QiyuesuoException;

/** The one daemon thread that takes completions out of the native library's queue and completes futures with them. */
final class Completions implements Runnable {
  private static final int MOST = 256;
  private static final int FOREVER = 60_000;

  private static volatile Completions started;

  private final long queue = Native.queueOpen();
  /** What is in flight by number: the {@link Pending}, or the {@link Reply} that came before it. */
  private final ConcurrentHashMap<Long, Object> operations = new ConcurrentHashMap<>();

  private final Thread thread = new Thread(this, "qiyuesuo-completions");

  /** The thread, which the first call starts. */
  static Completions get() {
    Completions running = started;
    return running == null ? start() : running;
  }

  private static synchronized Completions start() {
    if (started == null) {
      Completions made = new Completions();
      made.thread.setDaemon(true);
      made.thread.start();
      started = made;
    }
    return started;
  }

  long queue() {
    return queue;
  }

  /** Whether this is the thread that completes futures, which must not wait for one. */
  boolean here() {
    return Thread.currentThread() == thread;
  }

  void add(long number, Pending<?> pending) {
    Object early = operations.putIfAbsent(number, pending);
    if (early != null) {
      operations.remove(number);
      pending.end((Reply) early);
    }
  }

  @Override
  public void run() {
    while (true) {
      try {
        pump(FOREVER);
      } catch (RuntimeException | Error error) {
        warn("a completion failed", error);
      }
    }
  }

  /** Warns, and goes on when that fails too: without this thread no call would ever end. */
  private static void warn(String message, Throwable error) {
    try {
      Logs.warn(message, error);
    } catch (RuntimeException | Error second) {
      // The logger is the program's own, or the heap is full.
    }
  }

  /** Takes what has ended, waiting for the first. */
  void pump(int timeoutMs) {
    List<Reply> replies = Native.drain(queue, MOST, timeoutMs);
    // First what a call logged, because its end may be that of the program.
    for (Reply reply : replies) {
      if (reply.kind == Reply.LOGS) {
        log(reply);
      }
    }
    for (Reply reply : replies) {
      if (reply.kind != Reply.LOGS && reply.operation != 0) {
        Object pending = operations.putIfAbsent(reply.operation, reply);
        if (pending != null) {
          operations.remove(reply.operation);
          ((Pending<?>) pending).end(reply);
        }
      }
    }
  }

  /** A logger that throws must not keep calls from ending. */
  private static void log(Reply reply) {
    try {
      Logs.deliver(reply.json());
    } catch (RuntimeException | Error error) {
      warn("a log line was lost", error);
    }
  }

  /** A future on its way. */
  static final class Pending<T> {
    private final Engine engine;
    private final Function<Reply, T> result;
    private final Engine.Call<T> future;

    Pending(Engine engine, Function<Reply, T> result, Engine.Call<T> future) {
      this.engine = engine;
      this.result = result;
      this.future = future;
    }

    void end(Reply reply) {
      T value;
      try {
        value = engine.ended(reply, result);
      } catch (QiyuesuoException failure) {
        future.completeExceptionally(failure);
        return;
      } catch (RuntimeException | Error failure) {
        future.completeExceptionally(failure);
        return;
      }
      future.complete(value);
    }
  }
}
