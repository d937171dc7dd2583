package unofficial.qiyuesuo.tests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unofficial.qiyuesuo.FilePart;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.QiyuesuoException;
import unofficial.qiyuesuo.callback.CallbackEvent;
import unofficial.qiyuesuo.internal.Json;

/** Plays the conformance vectors; a subclass does what they say in one language. */
public abstract class Vectors {
  private static VectorServer server;

  /** Its name in tests/languages.toml. */
  protected abstract String language();

  /** The headers that a vector's signature makes. */
  protected abstract Map<String, String> signature(Map<String, Object> vector) throws Exception;

  /** The event that a vector's callback tells. */
  protected abstract CallbackEvent event(Map<String, Object> vector) throws Exception;

  /** A client with these options, which have the core's names. */
  protected abstract QiyuesuoClient client(Map<String, Object> options) throws Exception;

  /** The ways in which the language makes a call. Each exchange is played in all of them. */
  protected abstract List<Way> ways();

  /** A way to make a call. */
  public interface Way {
    Object call(QiyuesuoClient client, Asked asked) throws Exception;
  }

  /** A vector's call. */
  public record Asked(Map<String, Object> vector, String operation, Object request, List<FilePart> files) {}

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
    return tests("signatures", (file, vector) -> List.of(() -> Map.of("headers", signature(vector))));
  }

  @TestFactory
  Stream<DynamicTest> callbacks() throws Exception {
    return tests("callbacks", (file, vector) -> List.of(() -> Outcomes.event(event(vector))));
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
        (file, vector) ->
            ways().stream().<Callable<Object>>map(way -> () -> exchange(group, file, vector, way)).toList());
  }

  /** What is to be done for a vector, each thing with its outcome. */
  private interface Plays {
    List<Callable<Object>> of(Map<String, Object> file, Map<String, Object> vector);
  }

  private Stream<DynamicTest> tests(String group, Plays plays) throws Exception {
    Map<String, Object> file = file(group);
    return ((List<?>) file.get("vectors"))
        .stream()
            .map(vector -> Json.object(vector))
            .map(
                vector ->
                    DynamicTest.dynamicTest(
                        (String) vector.get("name"), () -> play(group, vector, plays.of(file, vector))));
  }

  /** The file of a group, and with it those of its families: the folder of the same name. */
  private static Map<String, Object> file(String group) throws Exception {
    Path vectors = VectorServer.source().resolve("tests/vectors");
    Map<String, Object> whole = read(vectors.resolve(group + ".json"));
    if (!Files.isDirectory(vectors.resolve(group))) {
      return whole;
    }
    try (Stream<Path> families = Files.list(vectors.resolve(group))) {
      for (Path path : families.sorted().collect(Collectors.toList())) {
        Map<String, Object> family = read(path);
        List<Object> all = new ArrayList<>((List<?>) whole.get("vectors"));
        all.addAll((List<?>) family.get("vectors"));
        whole.put("vectors", all);
        for (String key : Arrays.asList("smallest_requests", "smallest_parts")) {
          Map<String, Object> joined = new LinkedHashMap<>();
          for (Object half : Arrays.asList(whole.get(key), family.get(key))) {
            if (half != null) {
              joined.putAll(Json.object(half));
            }
          }
          whole.put(key, joined);
        }
      }
    }
    return whole;
  }

  private static Map<String, Object> read(Path path) throws IOException {
    return new LinkedHashMap<>(Json.object(Json.decode(Files.readAllBytes(path))));
  }

  /** The first failure ends it, because the last check is the one that counts. */
  private void play(String group, Map<String, Object> vector, List<Callable<Object>> plays) throws Exception {
    for (Callable<Object> way : plays) {
      Object outcome = guarded(way);
      Map<String, Object> asked = new LinkedHashMap<>();
      asked.put("group", group);
      asked.put("name", vector.get("name"));
      asked.put("language", language());
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
      return Outcomes.failure(error, began);
    } catch (ExecutionException error) {
      if (error.getCause() instanceof QiyuesuoException cause) {
        return Outcomes.failure(cause, began);
      }
      throw error;
    }
  }

  private Object exchange(String group, Map<String, Object> file, Map<String, Object> vector, Way way) throws Exception {
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
      files.add(Typed.file(Json.object(part)));
    }
    int calls = ((Number) vector.getOrDefault("calls", 1)).intValue();
    long pause = ((Number) vector.getOrDefault("pause_ms", 0)).longValue();
    Asked asked = new Asked(vector, operation, request, files);
    try (QiyuesuoClient client = client(config)) {
      for (int i = 1; i < calls; i++) {
        guarded(() -> way.call(client, asked));
        Thread.sleep(pause);
      }
      long began = System.nanoTime();
      return guarded(() -> Outcomes.success(way.call(client, asked), began));
    }
  }
}
