package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import unofficial.qiyuesuo.testing.Emulator;

/** An emulator that does not start is told, with what it wrote. */
@Timeout(60)
class EmulatorStartTest {
  @TempDir Path folder;

  /** A program of its own, since its command comes from the environment. */
  public static final class Start {
    private Start() {}

    public static void main(String[] arguments) {
      try (Emulator emulator = Emulator.start()) {
        System.out.println("started " + emulator.getUrl());
      } catch (IllegalStateException failed) {
        System.out.println("told: " + failed.getMessage());
      }
    }
  }

  private String start(String script) throws Exception {
    Path command = Files.writeString(folder.resolve("qys"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path"),
            Start.class.getName());
    builder.environment().put("QYS_BIN", command.toString());
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS), said);
    return said;
  }

  @Test
  void oneThatEnds() throws Exception {
    String said = start("echo the port is taken >&2; exit 1");
    assertTrue(said.contains("told: qys emulator ended before it listened\n  the port is taken"), said);
  }

  @Test
  void oneThatSaysNothing() throws Exception {
    String said = start("echo still waiting >&2; exec sleep 50");
    assertTrue(said.contains("told: qys emulator did not listen within 10 s\n  still waiting"), said);
    assertFalse(said.contains("started"), said);
  }
}
