package unofficial.qiyuesuo.api;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import unofficial.qiyuesuo.CallOptions;
import unofficial.qiyuesuo.internal.Engine;
import unofficial.qiyuesuo.internal.Json;
import unofficial.qiyuesuo.internal.Reply;

/** A family of calls of a client. */
public abstract class Family {
  private final Engine engine;

  Family(Engine engine) {
    this.engine = engine;
  }

  final <T> T call(byte[] operation, Request request, CallOptions options, Function<Reply, T> result) {
    return engine.call(operation, text(request), request.files(), options.text(), result);
  }

  final <T> CompletableFuture<T> submit(
      byte[] operation, Request request, CallOptions options, Function<Reply, T> result) {
    return engine.submit(operation, text(request), request.files(), options.text(), result);
  }

  private static byte[] text(Request request) {
    return Json.encode(request::writeTo);
  }
}
