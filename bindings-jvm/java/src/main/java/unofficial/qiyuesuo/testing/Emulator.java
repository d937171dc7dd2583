package unofficial.qiyuesuo.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.internal.Json;

/**
 * A local stand-in for the platform, for tests: starts {@code qys emulator} on a free port.
 *
 * <pre>{@code
 * try (Emulator emulator = Emulator.start(); QiyuesuoClient client = emulator.client()) { ... }
 * }</pre>
 *
 * <p>The command {@code qys} is taken from the variable {@code QYS_BIN}, or from the path.
 */
public final class Emulator implements AutoCloseable {
  private static final long WAIT_SECONDS = 10;

  private final Process process;
  private final Thread hook;
  private final String url;
  private final String appToken;
  private final String appSecret;

  private Emulator(Process process, Map<String, Object> told) {
    this.process = process;
    url = (String) told.get("url");
    appToken = (String) told.get("app_token");
    appSecret = (String) told.get("app_secret");
    hook = new Thread(process::destroy, "qys-emulator-end");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts an emulator and waits until it listens, 10 s at most.
   *
   * @param arguments further arguments of {@code qys emulator}
   * @throws IllegalStateException the command is missing or does not start; the message has what it wrote to stderr
   */
  public static Emulator start(String... arguments) {
    return start(0, arguments);
  }

  /**
   * The same on a port of 127.0.0.1 that you choose; 0 picks a free one.
   *
   * @param arguments further arguments of {@code qys emulator}
   * @throws IllegalStateException the command is missing or does not start; the message has what it wrote to stderr
   */
  public static Emulator start(int port, String... arguments) {
    List<String> command =
        new ArrayList<>(Arrays.asList(qys(), "emulator", "--listen", "127.0.0.1:" + port, "--output", "json"));
    command.addAll(Arrays.asList(arguments));
    try {
      return started(new ProcessBuilder(command).start());
    } catch (IOException error) {
      throw new IllegalStateException("qys emulator cannot be started: " + error.getMessage(), error);
    }
  }

  private static Emulator started(Process process) {
    CompletableFuture<String> first = new CompletableFuture<>();
    StringBuffer errors = new StringBuffer();
    read(process.getInputStream(), first::complete, () -> first.complete(null));
    Thread reader =
        read(
            process.getErrorStream(),
            line -> {
              System.err.println(line);
              if (first.getNow(null) == null) {
                errors.append("\n  ").append(line);
              }
            },
            () -> {});
    String why = "ended before it listened";
    try {
      String line = first.get(WAIT_SECONDS, TimeUnit.SECONDS);
      if (line != null) {
        return new Emulator(process, Json.object(Json.decode(line.getBytes(StandardCharsets.UTF_8))));
      }
      // What it said last may still be on its way.
      reader.join(1_000);
    } catch (TimeoutException late) {
      why = "did not listen within " + WAIT_SECONDS + " s";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      why = "was not waited for: interrupted";
    } catch (ExecutionException | RuntimeException unreadable) {
      why = "said what cannot be read";
    }
    process.destroyForcibly();
    throw new IllegalStateException("qys emulator " + why + errors);
  }

  /** Reads lines until the end, because a pipe that nobody reads fills. */
  private static Thread read(InputStream from, Consumer<String> line, Runnable end) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                for (String read = lines.readLine(); read != null; read = lines.readLine()) {
                  line.accept(read);
                }
              } catch (IOException ended) {
                // It has ended.
              }
              end.run();
            },
            "qys-emulator");
    reader.setDaemon(true);
    reader.start();
    return reader;
  }

  private static String qys() {
    String given = System.getenv("QYS_BIN");
    if (given != null && !given.isEmpty()) {
      return given;
    }
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator)) {
      for (String name : new String[] {"qys", "qys.exe"}) {
        File file = new File(folder, name);
        if (file.canExecute() && file.isFile()) {
          return file.getPath();
        }
      }
    }
    throw new IllegalStateException("the command qys is missing: put it on the path, or set QYS_BIN to where it is");
  }

  /** Its address, for the option {@code baseUrl}. */
  public String getUrl() {
    return url;
  }

  /** The App Token it accepts. */
  public String getAppToken() {
    return appToken;
  }

  /** The App Secret it accepts. */
  public String getAppSecret() {
    return appSecret;
  }

  /** A client of it. */
  public QiyuesuoClient client() {
    return builder().build();
  }

  /** A builder of a client of it. */
  public QiyuesuoClient.Builder builder() {
    return QiyuesuoClient.builder().baseUrl(url).appToken(appToken).appSecret(appSecret);
  }

  /**
   * Any call of the control interface: {@code emulator.control("GET", "requests", null)}.
   *
   * @throws IllegalStateException it refuses
   */
  public Object control(String method, String path, Object body) {
    try {
      // It listens on this machine: the system's proxy is none of its business.
      HttpURLConnection connection =
          (HttpURLConnection) new URL(url + "/_emulator/" + path).openConnection(Proxy.NO_PROXY);
      connection.setRequestMethod(method);
      connection.setConnectTimeout(10_000);
      connection.setReadTimeout(10_000);
      if (body != null) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(Json.encode(body));
      }
      int status = connection.getResponseCode();
      try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        byte[] text = in == null ? new byte[0] : all(in);
        if (status >= 400) {
          throw new IllegalStateException(
              method + " " + path + ": " + status + " " + new String(text, StandardCharsets.UTF_8));
        }
        return text.length == 0 ? null : Json.decode(text);
      }
    } catch (IOException error) {
      throw new IllegalStateException("the emulator does not answer: " + error.getMessage(), error);
    }
  }

  private static byte[] all(InputStream in) throws IOException {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
    }
    return out.toByteArray();
  }

  /** The requests it has seen, oldest first, each with what was signed and how it was judged. */
  public List<Map<String, Object>> requests() {
    List<Map<String, Object>> requests = new ArrayList<>();
    for (Object request : (List<?>) Json.object(control("GET", "requests", null)).get("requests")) {
      requests.add(Json.object(request));
    }
    return requests;
  }

  /**
   * Orders faults, as {@code PUT /_emulator/faults} takes them: maps such as {@code {operation=personal_auth.create_ticket,
   * fault={hang=true}}}.
   */
  public void setFaults(List<? extends Map<String, ?>> faults) {
    control("PUT", "faults", faults);
  }

  /** Takes all faults back. */
  public void clearFaults() {
    control("DELETE", "faults", null);
  }

  /** Forgets everything: tickets, requests, nonces, faults. */
  public void reset() {
    control("POST", "reset", null);
  }

  /** Ends it. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException ending) {
      // The process is ending anyway.
    }
  }
}
