package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unofficial.qiyuesuo.testing.Emulator;

/** Programs that are run as their users run them: the examples, and one that looks at the log. */
class ProgramsTest {
  @TempDir static Path folder;
  private static Path lib;

  @BeforeAll
  static void install() throws Exception {
    lib = Jars.install(folder.resolve("lib"));
  }

  private record Ended(int code, String out, String err) {}

  private static Ended run(List<String> command, Map<String, String> settings) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("QYS_"));
    builder.environment().putAll(settings);
    builder.environment().put("QYS_JAVA_LIB", lib.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    byte[] out = process.getInputStream().readAllBytes();
    byte[] err = process.getErrorStream().readAllBytes();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Ended(
        process.exitValue(), new String(out, StandardCharsets.UTF_8), new String(err, StandardCharsets.UTF_8));
  }

  private static List<String> example(String language, String name) {
    Path run = VectorServer.source().resolve("examples").resolve(language).resolve("run");
    return List.of(run.toString(), name);
  }

  @ParameterizedTest
  @CsvSource({"java, client", "java, documented", "kotlin, client"})
  void anExamplePrintsTheTicket(String language, String name) throws Exception {
    try (Emulator emulator = Emulator.start()) {
      Map<String, String> settings =
          Map.of(
              "QYS_BASE_URL", emulator.getUrl(),
              "QYS_APP_TOKEN", emulator.getAppToken(),
              "QYS_APP_SECRET", emulator.getAppSecret());
      Ended ended = run(example(language, name), settings);
      assertEquals(0, ended.code, ended.err);
      // It took the jars under test, and built no others over them.
      assertFalse(ended.err.contains("building"), ended.err);
      String[] lines = ended.out.trim().split("\n");
      String ticket = lines[lines.length - 1];
      String known = String.valueOf(emulator.control("GET", "tickets", null));
      assertTrue(known.contains(ticket), ticket);
    }
  }

  @ParameterizedTest
  @CsvSource({"java, client", "java, documented", "kotlin, client"})
  void anExampleSaysWhatFailedAndHow(String language, String name) throws Exception {
    try (Emulator emulator = Emulator.start()) {
      Ended refused =
          run(
              example(language, name),
              Map.of(
                  "QYS_BASE_URL", emulator.getUrl(),
                  "QYS_APP_TOKEN", emulator.getAppToken(),
                  "QYS_APP_SECRET", "wrong"));
      assertEquals(Tables.EXIT_CODES.get("authentication"), refused.code, refused.err);
      assertTrue(refused.err.contains("kind: authentication") && refused.err.contains("code: 44"), refused.err);
      Ended unreachable =
          run(
              example(language, name),
              Map.of(
                  "QYS_BASE_URL", "http://127.0.0.1:1",
                  "QYS_APP_TOKEN", "t",
                  "QYS_APP_SECRET", "s",
                  "QYS_MAX_RETRIES", "0"));
      assertEquals(Tables.EXIT_CODES.get("connection"), unreachable.code, unreachable.err);
      assertTrue(unreachable.err.contains("kind: connection"), unreachable.err);
    }
  }

  @Test
  void theLogHasALineAnAttemptAndNoTicket() throws Exception {
    try (Server server = Server.answering()) {
      List<String> command =
          List.of(
              System.getProperty("java.home") + "/bin/java",
              "-Dorg.slf4j.simpleLogger.log.qiyuesuo=debug",
              "-cp",
              System.getProperty("java.class.path"),
              "unofficial.qiyuesuo.tests.Program",
              server.url());
      Ended ended = run(command, Map.of());
      assertEquals(0, ended.code, ended.err);
      assertTrue(ended.err.contains("DEBUG qiyuesuo") && ended.err.contains("personal_auth.create_ticket"), ended.err);
      assertFalse(ended.err.contains("t-1") || ended.err.contains("10020033044"), ended.err);
    }
  }
}
