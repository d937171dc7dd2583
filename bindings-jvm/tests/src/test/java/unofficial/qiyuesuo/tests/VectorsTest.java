package unofficial.qiyuesuo.tests;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.RawRequest;
import unofficial.qiyuesuo.Signing;
import unofficial.qiyuesuo.api.Request;
import unofficial.qiyuesuo.callback.CallbackEvent;
import unofficial.qiyuesuo.callback.Callbacks;
import unofficial.qiyuesuo.internal.Json;

/** The vectors in Java, each call blocking and by its future. */
class VectorsTest extends Vectors {
  @Override
  protected String language() {
    return "java";
  }

  @Override
  protected Map<String, String> signature(Map<String, Object> vector) throws Exception {
    Map<String, Object> agent = Json.object(vector.get("agent"));
    Signing signing =
        vector.containsKey("token")
            ? Signing.with((String) vector.get("token"), (String) vector.get("secret"))
            : Signing.withAgent((String) agent.get("token"), (String) agent.get("secret"));
    if (vector.containsKey("token") && !agent.isEmpty()) {
      signing.agent((String) agent.get("token"), (String) agent.get("secret"));
    }
    if (vector.containsKey("timestamp")) {
      signing.timestamp(((Number) vector.get("timestamp")).longValue());
    }
    if (vector.containsKey("nonce")) {
      signing.nonce((String) vector.get("nonce"));
    }
    if (vector.get("rule") instanceof String preset) {
      signing.rule(preset);
    } else if (vector.get("rule") != null) {
      signing.rule(Typed.rule(Json.object(vector.get("rule"))));
    }
    if (vector.containsKey("header_prefix")) {
      signing.headerPrefix((String) vector.get("header_prefix"));
    }
    if (vector.containsKey("language")) {
      signing.language((String) vector.get("language"));
    }
    return signing.headers();
  }

  @Override
  @SuppressWarnings("unchecked")
  protected CallbackEvent event(Map<String, Object> vector) {
    Callbacks reader = Callbacks.reader((List<String>) vector.get("keys"));
    Map<String, Object> options = Json.object(vector.get("options"));
    reader = reader.allowUnsigned(Boolean.TRUE.equals(options.get("allow_unsigned")));
    if (options.containsKey("max_age")) {
      double seconds = ((Number) options.get("max_age")).doubleValue();
      reader = reader.maxAge(Duration.ofNanos((long) (seconds * 1e9)));
    }
    if (options.containsKey("now")) {
      reader = reader.now(((Number) options.get("now")).longValue());
    }
    if (options.containsKey("cbc_iv")) {
      reader = reader.cbcIv((String) options.get("cbc_iv"));
    }
    if (vector.get("form") instanceof Map) {
      return reader.parse((Map<String, Object>) vector.get("form"));
    }
    return vector.containsKey("form")
        ? reader.pairs((List<List<String>>) vector.get("form"))
        : reader.parse((String) vector.get("query"), (String) vector.get("body"));
  }

  @Override
  protected QiyuesuoClient client(Map<String, Object> options) throws Exception {
    QiyuesuoClient.Builder builder = QiyuesuoClient.builder();
    for (Map.Entry<String, Object> option : options.entrySet()) {
      Typed.option(builder, option.getKey(), option.getValue());
    }
    return builder.build();
  }

  @Override
  protected List<Way> ways() {
    return List.of(VectorsTest::blocking, VectorsTest::waiting);
  }

  private static Object blocking(QiyuesuoClient client, Asked asked) throws Exception {
    return made(client, asked, false);
  }

  private static Object waiting(QiyuesuoClient client, Asked asked) throws Exception {
    return ((CompletableFuture<?>) made(client, asked, true)).get();
  }

  private static Object made(QiyuesuoClient client, Asked asked, boolean async) throws Exception {
    String operation = asked.operation();
    Map<String, Object> members = Json.object(asked.request());
    if (operation.equals("request")) {
      RawRequest raw = Typed.raw(members, asked.files());
      boolean bytes = "bytes".equals(members.get("answer"));
      if (async) {
        return bytes ? client.downloadAsync(raw) : client.requestAsync(raw);
      }
      return bytes ? client.download(raw) : client.request(raw);
    }
    Request typed = asked.request() instanceof Map ? Typed.request(operation, members, asked.files()) : null;
    if (typed != null) {
      return Typed.call(client, operation, typed, async);
    }
    return async ? Untyped.submit(client, asked) : Untyped.call(client, asked);
  }
}
