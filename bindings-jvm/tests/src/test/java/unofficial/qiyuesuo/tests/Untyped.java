package unofficial.qiyuesuo.tests;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.ResponseInfo;
import unofficial.qiyuesuo.internal.Engine;
import unofficial.qiyuesuo.internal.Json;
import unofficial.qiyuesuo.internal.Reply;

/**
 * The answer to a call that no user could write with the typed requests: made to see that the core treats it as
 * everywhere.
 */
record Untyped(Object value, ResponseInfo response) {
  private static final Function<Reply, Untyped> READ = reply -> new Untyped(reply.json(), reply.response());

  /** Vectors of such calls that succeed: null where nothing is meant, numbers for texts, members that are not known. */
  private static final Pattern PERMITTED = Pattern.compile("(extra-)?null(-is-.*)?|integer-ids?-.*|lenient-unknown-key");

  static Untyped call(QiyuesuoClient client, Vectors.Asked asked) throws Exception {
    byte[] operation = Engine.name(unwritable(asked).operation());
    return engine(client).call(operation, Json.encode(asked.request()), asked.files(), new byte[0], READ);
  }

  static CompletableFuture<Untyped> submit(QiyuesuoClient client, Vectors.Asked asked) throws Exception {
    byte[] operation = Engine.name(unwritable(asked).operation());
    return engine(client).submit(operation, Json.encode(asked.request()), asked.files(), new byte[0], READ);
  }

  /** Else a language that cannot write anything, for a mistake in its runner, would pass all the same. */
  private static Vectors.Asked unwritable(Vectors.Asked asked) {
    Object name = asked.vector().get("name");
    Map<String, Object> error = Json.object(Json.object(asked.vector().get("expect")).get("error"));
    if (!"validation".equals(error.get("kind")) && !PERMITTED.matcher((String) name).matches()) {
      throw new AssertionError(name + ": a user can write this call, and the runner could not");
    }
    return asked;
  }

  private static Engine engine(QiyuesuoClient client) throws Exception {
    Method method = QiyuesuoClient.class.getDeclaredMethod("engine");
    method.setAccessible(true);
    return (Engine) method.invoke(client);
  }
}
