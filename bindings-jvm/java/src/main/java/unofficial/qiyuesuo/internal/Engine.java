package unofficial.qiyuesuo.internal;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import unofficial.qiyuesuo.Attempt;
import unofficial.qiyuesuo.CancelledException;
import unofficial.qiyuesuo.FilePart;
import unofficial.qiyuesuo.QiyuesuoException;

/** A client of the native library: what public classes call. Not part of the public interface. */
public final class Engine {
  private final long client;
  private final Consumer<Attempt> onAttempt;
  private final Executor executor;
  private final Forgotten watched;

  private Engine(long client, Consumer<Attempt> onAttempt, Executor executor) {
    this.client = client;
    this.onAttempt = onAttempt;
    this.executor = executor;
    watched = Forgotten.watch(this, client);
    Logs.follow();
  }

  /** Opens a client. Without an executor futures complete on threads of the SDK's own. */
  public static Engine open(Map<String, Object> options, Consumer<Attempt> onAttempt, Executor executor) {
    return new Engine(Native.open(Json.encode(options), onAttempt != null), onAttempt, executor);
  }

  /** A second client on the same connections. */
  public Engine withOptions(Map<String, Object> options) {
    return new Engine(Native.withOptions(client, Json.encode(options)), onAttempt, executor);
  }

  /** Ends the client. */
  public void close() {
    watched.close();
    if (Logs.wanted()) {
      // What no call caused.
      Logs.deliver(Native.logs(Native.ALL_CALLS));
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
   * Makes a call and waits for it, until the thread is interrupted. A platform thread drives the I/O itself; a virtual one
   * waits for the completion, so that its carrier is free meanwhile.
   */
  public <T> T call(byte[] operation, byte[] request, List<FilePart> files, byte[] options, Function<Reply, T> result) {
    if (Threads.isVirtual()) {
      // Nobody hangs stages on this future: it may complete where it arrives.
      return waited(submit(operation, request, files, options, result, Completions.DIRECT));
    }
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    Reply reply = Native.call(client, operation, request, files, options);
    if (Logs.wanted()) {
      Logs.deliver(Native.logs(Native.THIS_THREAD));
    }
    tell(Native.THIS_THREAD);
    try {
      return ended(reply, result);
    } catch (CancelledException cancelled) {
      throw Thread.currentThread().isInterrupted() ? interrupted() : cancelled;
    }
  }

  /** The future of a client that calls nobody. */
  public static <T> CompletableFuture<T> completed(Supplier<T> call) {
    CompletableFuture<T> future = new CompletableFuture<>();
    try {
      future.complete(call.get());
    } catch (RuntimeException failure) {
      future.completeExceptionally(failure);
    }
    return future;
  }

  private static <T> T waited(Call<T> future) {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw interrupted();
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      if (cause instanceof QiyuesuoException) {
        throw (QiyuesuoException) cause;
      }
      throw new CompletionException(cause);
    }
  }

  private static CancelledException interrupted() {
    return new CancelledException(new QiyuesuoException.Details("the thread was interrupted"));
  }

  /** Starts a call. */
  public <T> Call<T> submit(
      byte[] operation, byte[] request, List<FilePart> files, byte[] options, Function<Reply, T> result) {
    return submit(operation, request, files, options, result, executor);
  }

  private <T> Call<T> submit(
      byte[] operation,
      byte[] request,
      List<FilePart> files,
      byte[] options,
      Function<Reply, T> result,
      Executor executor) {
    Call<T> future = new Call<>();
    Completions completions;
    long number;
    try {
      completions = Completions.enter();
    } catch (QiyuesuoException failure) {
      future.completeExceptionally(failure);
      return future;
    }
    try {
      number = Native.submit(client, completions.queue(), operation, request, files, options);
    } catch (RuntimeException | Error failure) {
      completions.leave();
      future.completeExceptionally(failure);
      return future;
    }
    future.number = number;
    Map<String, String> context = Logs.wanted() || onAttempt != null ? Logs.context() : null;
    completions.add(number, new Completions.Pending<>(this, number, result, future, executor, context));
    return future;
  }

  /** Reads what became of a call. */
  <T> T ended(Reply reply, Function<Reply, T> result) {
    reply.check();
    if (reply.kind == RecordHead.IS_FAILURE) {
      throw Failures.of(reply.json());
    }
    return result.apply(reply);
  }

  /** Tells of the attempts of a call. Whatever the hook throws, the call stays what it is. */
  void tell(long number) {
    if (onAttempt == null) {
      return;
    }
    Object attempts;
    try {
      attempts = Json.decode(Native.attempts(client, number));
    } catch (QiyuesuoException closed) {
      // The client was closed meanwhile.
      return;
    }
    for (Object attempt : attempts instanceof List ? (List<?>) attempts : Collections.emptyList()) {
      try {
        onAttempt.accept(new Attempt(Json.object(attempt)));
      } catch (Throwable error) {
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
  }
}
