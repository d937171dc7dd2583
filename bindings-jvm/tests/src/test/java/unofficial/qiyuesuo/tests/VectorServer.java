package unofficial.qiyuesuo.tests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import unofficial.qiyuesuo.internal.Json;

/** The vectors' server of QYS_VECTOR_SERVER, or one of our own. */
final class VectorServer implements AutoCloseable {
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final String url;

  VectorServer() throws IOException {
    String given = System.getenv("QYS_VECTOR_SERVER");
    if (given != null) {
      process = null;
      url = given;
      return;
    }
    process =
        new ProcessBuilder("cargo", "run", "--quiet", "--package", "qiyuesuo-conformance", "--", "serve")
            .directory(source().toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    url = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
  }

  /** The root of the repository, where the vectors are. */
  static Path source() {
    return Path.of(System.getenv("QYS_SOURCE"));
  }

  Map<String, Object> post(String command, Map<String, Object> body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/_control/" + command))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.encode(body)))
            .build();
    return Json.object(Json.decode(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body()));
  }

  @Override
  public void close() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }
}
