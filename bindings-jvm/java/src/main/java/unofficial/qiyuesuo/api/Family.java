package unofficial.qiyuesuo.api;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import unofficial.qiyuesuo.CallOptions;
import unofficial.qiyuesuo.internal.Engine;
import unofficial.qiyuesuo.internal.Json;
import unofficial.qiyuesuo.internal.Reply;

/**
 * A family of calls of a client. For tests of your own a subclass overrides the calls it expects, in the form that takes options;
 * its other forms answer the same.
 */
public abstract class Family {
  private final Engine engine;

  Family(Engine engine) {
    this.engine = engine;
  }

  final <T> T call(byte[] operation, Request request, CallOptions options, Function<Reply, T> result) {
    if (engine == null) {
      throw new UnsupportedOperationException(getClass().getName() + " has no client: override what is called");
    }
    return engine.call(operation, text(request), request.sentFiles(), options.text(), result);
  }

  final <T> CompletableFuture<T> submit(
      byte[] operation, Request request, CallOptions options, Function<Reply, T> result, Supplier<T> waiting) {
    if (engine == null) {
      return Engine.completed(waiting);
    }
    return engine.submit(operation, text(request), request.sentFiles(), options.text(), result);
  }

  private static byte[] text(Request request) {
    return Json.encode(request::writeTo);
  }
}
