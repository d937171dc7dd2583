package unofficial.qiyuesuo.internal;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import unofficial.qiyuesuo.Attempt;
import unofficial.qiyuesuo.CancelledException;
import unofficial.qiyuesuo.FilePart;
import unofficial.qiyuesuo.QiyuesuoException;

/** A client of the native library: what public classes call. Not part of the public interface. */
public final class Engine {
  private final long client;
  private final Consumer<Attempt> onAttempt;
  private final Forgotten watched;

  private Engine(long client, Consumer<Attempt> onAttempt) {
    this.client = client;
    this.onAttempt = onAttempt;
    watched = Forgotten.watch(this, client);
    Logs.follow();
  }

  /** Opens a client. */
  public static Engine open(Map<String, Object> options, Consumer<Attempt> onAttempt) {
    return new Engine(Native.open(Json.encode(options), onAttempt != null), onAttempt);
  }

  /** A second client on the same connections. */
  public Engine withOptions(Map<String, Object> options) {
    return new Engine(Native.withOptions(client, Json.encode(options)), onAttempt);
  }

  /** Ends the client. */
  public void close() {
    watched.close();
    // What blocking calls logged waits for a drain, which the end of the program may forestall.
    if (Logs.wanted()) {
      Logs.deliver(Json.decode(Native.logs()));
    }
  }

  /** The name of an operation as it crosses. */
  public static byte[] name(String operation) {
    return operation.getBytes(StandardCharsets.UTF_8);
  }

  /** Options as they cross. */
  public static byte[] options(Map<String, Object> options) {
    return options == null || options.isEmpty() ? Native.NONE : Json.encode(options);
  }

  /**
   * Makes a call and waits for it. A platform thread drives the I/O itself; a virtual one waits for the completion, so that
   * its carrier is free meanwhile.
   */
  public <T> T call(
      byte[] operation, byte[] request, List<FilePart> files, byte[] options, Function<Reply, T> result) {
    if (Threads.isVirtual()) {
      return waited(submit(operation, request, files, options, result));
    }
    if (Logs.wanted()) {
      Completions.get();
    }
    return ended(Native.call(client, operation, request, files, options), result);
  }

  private static <T> T waited(Call<T> future) {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new CancelledException(new QiyuesuoException.Details("the thread was interrupted"));
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      if (cause instanceof QiyuesuoException) {
        throw (QiyuesuoException) cause;
      }
      throw new CompletionException(cause);
    }
  }

  /** Starts a call. */
  public <T> Call<T> submit(
      byte[] operation, byte[] request, List<FilePart> files, byte[] options, Function<Reply, T> result) {
    Call<T> future = new Call<>();
    try {
      Completions completions = Completions.get();
      long number = Native.submit(client, completions.queue(), operation, request, files, options);
      future.number = number;
      completions.add(number, new Completions.Pending<>(this, result, future));
    } catch (QiyuesuoException failure) {
      future.completeExceptionally(failure);
    }
    return future;
  }

  /** Reads what became of a call, and tells of its attempts. */
  <T> T ended(Reply reply, Function<Reply, T> result) {
    if (onAttempt != null) {
      tell();
    }
    reply.check();
    if (reply.kind == Reply.FAILURE) {
      throw Failures.of(reply.json());
    }
    return result.apply(reply);
  }

  private void tell() {
    Object attempts = Json.decode(Native.attempts(client));
    for (Object attempt : attempts instanceof List ? (List<?>) attempts : Collections.emptyList()) {
      try {
        onAttempt.accept(new Attempt(Json.object(attempt)));
      } catch (RuntimeException error) {
        Logs.warn("onAttempt threw", error);
      }
    }
  }

  /** The headers that sign a request. */
  public static Object sign(Map<String, Object> request) {
    return Json.decode(Native.sign(Json.encode(request)));
  }

  /** Reads a callback. */
  public static Object callback(Map<String, Object> request) {
    return Json.decode(Native.callback(Json.encode(request)));
  }

  /** The plugin's address for a ticket. */
  public static String pluginUrl(Map<String, Object> request) {
    return new String(Native.pluginUrl(Json.encode(request)), StandardCharsets.UTF_8);
  }

  /** The future of a call: cancelling it drops the request. */
  public static final class Call<T> extends CompletableFuture<T> {
    private volatile long number;

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean cancelled = super.cancel(mayInterruptIfRunning);
      if (cancelled && number != 0) {
        Native.cancel(number);
      }
      return cancelled;
    }

    /** Stages that depend on this one wait as it does. Overrides what newer JDKs have. */
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new Call<>();
    }

    // What depends on a call may run on the thread that completes calls. If that waits for another call, it has to
    // complete it itself.

    @Override
    public T get() throws InterruptedException, ExecutionException {
      pump(Long.MAX_VALUE);
      return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
      pump(unit.toNanos(timeout));
      return super.get(timeout, unit);
    }

    @Override
    public T join() {
      pump(Long.MAX_VALUE);
      return super.join();
    }

    private void pump(long nanoseconds) {
      if (isDone() || !Completions.get().here()) {
        return;
      }
      long began = System.nanoTime();
      while (!isDone() && System.nanoTime() - began < nanoseconds) {
        Completions.get().pump(20);
      }
    }
  }
}
