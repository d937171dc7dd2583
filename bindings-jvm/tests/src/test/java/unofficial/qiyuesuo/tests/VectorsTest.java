package unofficial.qiyuesuo.tests;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unofficial.qiyuesuo.*;
import unofficial.qiyuesuo.api.Request;
import unofficial.qiyuesuo.api.Result;
import unofficial.qiyuesuo.callback.CallbackEvent;
import unofficial.qiyuesuo.callback.Callbacks;
import unofficial.qiyuesuo.internal.Engine;
import unofficial.qiyuesuo.internal.Json;
import unofficial.qiyuesuo.internal.Reply;

/** Plays the conformance vectors through the public interface, each blocking and by its future. */
class VectorsTest {
  private static final BigInteger EXACT_IN_A_DOUBLE = BigInteger.ONE.shiftLeft(53);
  private static VectorServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new VectorServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> signatures() throws Exception {
    return tests("signatures", (file, vector) -> List.of(() -> signature(vector)));
  }

  @TestFactory
  Stream<DynamicTest> callbacks() throws Exception {
    return tests("callbacks", (file, vector) -> List.of(() -> event(vector)));
  }

  @TestFactory
  Stream<DynamicTest> requests() throws Exception {
    return exchanges("requests");
  }

  @TestFactory
  Stream<DynamicTest> responses() throws Exception {
    return exchanges("responses");
  }

  @TestFactory
  Stream<DynamicTest> faults() throws Exception {
    return exchanges("faults");
  }

  private Stream<DynamicTest> exchanges(String group) throws Exception {
    return tests(
        group,
        (file, vector) -> List.of(() -> exchange(group, file, vector, false), () -> exchange(group, file, vector, true)));
  }

  /** The ways to play a vector. */
  private interface Ways {
    List<Callable<Object>> of(Map<String, Object> file, Map<String, Object> vector);
  }

  private static Stream<DynamicTest> tests(String group, Ways ways) throws Exception {
    byte[] text = Files.readAllBytes(VectorServer.source().resolve("tests/vectors/" + group + ".json"));
    Map<String, Object> file = Json.object(Json.decode(text));
    return ((List<?>) file.get("vectors"))
        .stream()
            .map(vector -> Json.object(vector))
            .map(
                vector ->
                    DynamicTest.dynamicTest(
                        (String) vector.get("name"), () -> play(group, vector, ways.of(file, vector))));
  }

  /** The first failure ends it, because the last check is the one that counts. */
  private static void play(String group, Map<String, Object> vector, List<Callable<Object>> ways) throws Exception {
    for (Callable<Object> way : ways) {
      Object outcome = guarded(way);
      Map<String, Object> asked = new LinkedHashMap<>();
      asked.put("group", group);
      asked.put("name", vector.get("name"));
      asked.put("language", "java");
      asked.put("outcome", outcome);
      Map<String, Object> verdict = server.post("check", asked);
      String shown = new String(Json.encode(outcome), StandardCharsets.UTF_8);
      Assertions.assertEquals("PASS", verdict.get("status"), () -> verdict.get("reason") + "\n    outcome: " + shown);
    }
  }

  private static Object guarded(Callable<Object> way) throws Exception {
    long began = System.nanoTime();
    try {
      return way.call();
    } catch (QiyuesuoException error) {
      return failure(error, began);
    } catch (ExecutionException error) {
      if (error.getCause() instanceof QiyuesuoException cause) {
        return failure(cause, began);
      }
      throw error;
    }
  }

  private static long since(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }

  private static Object failure(QiyuesuoException error, long began) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("kind", error.getKind());
    told.put("message", error.getReason());
    told.put("http_status", error.getHttpStatus());
    told.put("code", error.getCode());
    told.put("response_code", error.getResponseCode());
    told.put("field", error.getField());
    told.put("attempts", error.getAttempts());
    told.put("retry_after", error.getRetryAfter() == null ? null : Math.round(error.getRetryAfter().toMillis() / 1000.0));
    told.put("operation", error.getOperation());
    StringWriter printed = new StringWriter();
    error.printStackTrace(new PrintWriter(printed));
    told.put("printed", error + " " + error.getMessage() + " " + error.body() + " " + printed);
    Map<String, Object> outcome = new LinkedHashMap<>();
    outcome.put("error", told);
    outcome.put("elapsed_ms", since(began));
    return outcome;
  }

  private static Object signature(Map<String, Object> vector) throws Exception {
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
    return Map.of("headers", signing.headers());
  }

  @SuppressWarnings("unchecked")
  private static Object event(Map<String, Object> vector) {
    Callbacks reader = Callbacks.reader((List<String>) vector.get("keys"));
    Map<String, Object> options = Json.object(vector.get("options"));
    reader = reader.allowUnsigned(Boolean.TRUE.equals(options.get("allow_unsigned")));
    if (options.containsKey("max_age")) {
      double seconds = ((Number) options.get("max_age")).doubleValue();
      reader = reader.maxAge(java.time.Duration.ofNanos((long) (seconds * 1e9)));
    }
    if (options.containsKey("now")) {
      reader = reader.now(((Number) options.get("now")).longValue());
    }
    if (options.containsKey("cbc_iv")) {
      reader = reader.cbcIv((String) options.get("cbc_iv"));
    }
    CallbackEvent event =
        vector.containsKey("form")
            ? reader.pairs((List<List<String>>) vector.get("form"))
            : reader.parse((String) vector.get("query"), (String) vector.get("body"));
    Map<String, Object> reply =
        Map.of(
            "status", event.getReply().getStatus(),
            "content_type", event.getReply().getContentType(),
            "body", event.getReply().getBody());
    return Map.of(
        "event",
        Map.of(
            "type", event.getType(),
            "authenticity", event.getAuthenticity(),
            "fields", exact(event.getFields()),
            "reply", reply));
  }

  private static Object exchange(String group, Map<String, Object> file, Map<String, Object> vector, boolean async)
      throws Exception {
    Map<String, Object> begun = server.post("begin", Map.of("group", group, "name", vector.get("name")));
    String operation = (String) vector.get("operation");
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("app_token", "AbC123dEf4");
    config.put("app_secret", "Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0");
    config.put("base_url", begun.get("base_url"));
    config.putAll(Json.object(vector.get("config")));
    if (operation.startsWith("saas.") && !config.containsKey("agent")) {
      config.put("agent", Map.of("token", "agentTok01", "secret", "agentSecret0123456789agentSecr"));
    }
    if (!group.equals("faults")) {
      config.putIfAbsent("max_retries", 0);
    }
    if (begun.get("ca_pem") != null) {
      config.putIfAbsent("ca_pem", begun.get("ca_pem"));
    }
    if ("h2c".equals(Json.object(vector.get("server")).get("listen"))) {
      config.putIfAbsent("http2", true);
    }
    Object request = vector.get("request");
    if (!vector.containsKey("request")) {
      request = Json.object(file.get("smallest_requests")).get(operation);
    }
    Object parts = vector.get("parts");
    if (group.equals("responses") && parts == null) {
      parts = Json.object(file.get("smallest_parts")).get(operation);
    }
    List<FilePart> files = new ArrayList<>();
    for (Object part : parts == null ? List.of() : (List<?>) parts) {
      files.add(file(Json.object(part)));
    }
    int calls = ((Number) vector.getOrDefault("calls", 1)).intValue();
    long pause = ((Number) vector.getOrDefault("pause_ms", 0)).longValue();
    QiyuesuoClient.Builder builder = QiyuesuoClient.builder();
    for (Map.Entry<String, Object> option : config.entrySet()) {
      Typed.option(builder, option.getKey(), option.getValue());
    }
    Object asked = request;
    try (QiyuesuoClient client = builder.build()) {
      for (int i = 1; i < calls; i++) {
        guarded(() -> made(client, operation, asked, files, async));
        Thread.sleep(pause);
      }
      long began = System.nanoTime();
      return guarded(() -> success(made(client, operation, asked, files, async), began));
    }
  }

  private static Object made(
      QiyuesuoClient client, String operation, Object request, List<FilePart> files, boolean async) throws Exception {
    Object answer;
    Map<String, Object> members = Json.object(request);
    if (operation.equals("request")) {
      RawRequest raw = raw(members, files);
      boolean bytes = "bytes".equals(members.get("answer"));
      if (async) {
        answer = bytes ? client.downloadAsync(raw) : client.requestAsync(raw);
      } else {
        answer = bytes ? client.download(raw) : client.request(raw);
      }
    } else {
      Request typed = request instanceof Map ? Typed.request(operation, members, files) : null;
      answer =
          typed != null
              ? Typed.call(client, operation, typed, async)
              : untyped(client, operation, request, files, async);
    }
    return answer instanceof CompletableFuture<?> future ? future.get() : answer;
  }

  @SuppressWarnings("unchecked")
  private static RawRequest raw(Map<String, Object> members, List<FilePart> files) {
    RawRequest raw = RawRequest.of((String) members.get("method"), (String) members.get("path"));
    for (Object pair : members.get("query") instanceof List ? (List<?>) members.get("query") : List.of()) {
      raw = raw.query(((List<String>) pair).get(0), ((List<String>) pair).get(1));
    }
    if (members.containsKey("json")) {
      raw = raw.json(members.get("json"));
    }
    for (FilePart file : files) {
      raw = raw.part(file.name(), file);
    }
    return raw.repeatable(Boolean.TRUE.equals(members.get("repeatable")));
  }

  /** Nothing that a user could write with the typed requests: only to see that the core treats it as everywhere. */
  private static Object untyped(
      QiyuesuoClient client, String operation, Object request, List<FilePart> files, boolean async) throws Exception {
    Method method = QiyuesuoClient.class.getDeclaredMethod("engine");
    method.setAccessible(true);
    Engine engine = (Engine) method.invoke(client);
    Function<Reply, Object> read = reply -> new Untyped(reply.json(), reply.httpStatus(), reply.attempts());
    byte[] text = Json.encode(request);
    return async
        ? engine.submit(Engine.name(operation), text, files, new byte[0], read)
        : engine.call(Engine.name(operation), text, files, new byte[0], read);
  }

  private record Untyped(Object value, int httpStatus, int attempts) {}

  private static FilePart file(Map<String, Object> part) {
    byte[] content =
        part.containsKey("text")
            ? ((String) part.get("text")).getBytes(StandardCharsets.UTF_8)
            : part.containsKey("base64")
                ? Base64.getDecoder().decode((String) part.get("base64"))
                : new byte[((Number) part.getOrDefault("size", 0)).intValue()];
    return FilePart.of(content, (String) part.get("filename"))
        .name((String) part.get("name"))
        .contentType((String) part.get("content_type"));
  }

  private static Object success(Object result, long began) {
    Map<String, Object> outcome = new LinkedHashMap<>();
    if (result instanceof Download download) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("base64", Base64.getEncoder().encodeToString(download.getContent()));
      value.put("content_type", download.getContentType());
      value.put("filename", download.getFilename());
      known(outcome, value, download.getHttpStatus(), download.getAttempts());
    } else if (result instanceof RawReply reply) {
      known(outcome, reply.getData(), reply.getHttpStatus(), reply.getAttempts());
    } else if (result instanceof Result typed) {
      known(outcome, typed.toMap(), typed.getHttpStatus(), typed.getAttempts());
    } else if (result instanceof Untyped untyped) {
      known(outcome, untyped.value(), untyped.httpStatus(), untyped.attempts());
    } else {
      // Passed on as it is, because its shape is unknown.
      outcome.put("result", exact(result));
      return outcome;
    }
    outcome.put("elapsed_ms", since(began));
    return outcome;
  }

  private static void known(Map<String, Object> outcome, Object value, int httpStatus, int attempts) {
    outcome.put("result", exact(value));
    outcome.put("http_status", httpStatus);
    outcome.put("attempts", attempts);
  }

  /** Integers beyond what a double holds as strings, as the vectors write them. */
  private static Object exact(Object value) {
    if (value instanceof Map) {
      Map<String, Object> members = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((name, member) -> members.put((String) name, exact(member)));
      return members;
    }
    if (value instanceof List) {
      List<Object> items = new ArrayList<>();
      ((List<?>) value).forEach(item -> items.add(exact(item)));
      return items;
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return new BigInteger(value.toString()).abs().compareTo(EXACT_IN_A_DOUBLE) > 0 ? value.toString() : value;
    }
    return value;
  }
}
