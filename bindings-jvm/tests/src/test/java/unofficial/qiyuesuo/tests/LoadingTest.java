package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.File;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unofficial.qiyuesuo.QiyuesuoClient;

/** Where the native library comes from. Each program is a JVM of its own, in an empty folder with copies of the jars. */
@Timeout(120)
class LoadingTest {
  private static final String LIBRARY = System.mapLibraryName("qiyuesuo_jvm");

  private static final List<String> PROGRAMS =
      List.of(
          "Program.class",
          "Downloads.class",
          "Contexts.class",
          "Contexts$1.class",
          "Redeploys.class",
          "Redeploys$Shared.class");

  @TempDir static Path folder;
  private static Path lib;
  private static Path natives;

  @BeforeAll
  static void install() throws Exception {
    lib = Jars.install(folder.resolve("lib"));
    Path classes = Files.createDirectories(folder.resolve("classes/unofficial/qiyuesuo/tests"));
    for (String name : PROGRAMS) {
      try (InputStream program = Program.class.getResourceAsStream(name)) {
        Files.copy(program, classes.resolve(name));
      }
    }
    natives = Files.createDirectories(folder.resolve("natives"));
    try (JarFile jar = new JarFile(Jars.ours(lib).toFile())) {
      var entry = jar.stream().filter(one -> one.getName().endsWith("/" + LIBRARY)).findFirst().orElseThrow();
      Files.copy(jar.getInputStream(entry), natives.resolve(LIBRARY));
    }
  }

  /** What a program of its own says. */
  private static String run(List<String> before, String... options) throws Exception {
    List<String> command = new ArrayList<>(before);
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(Arrays.asList(options));
    command.addAll(List.of("-cp", folder.resolve("classes") + File.pathSeparator + lib + "/*"));
    command.add("unofficial.qiyuesuo.tests.Program");
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
    return said;
  }

  private static String run(String... options) throws Exception {
    return run(List.of(), options);
  }

  private static String run(Path jars, List<String> options, Class<?> program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.addAll(options);
    command.addAll(List.of("-cp", folder.resolve("classes") + File.pathSeparator + jars + "/*", program.getName()));
    command.addAll(List.of(arguments));
    return said(command);
  }

  private static String said(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
    return said;
  }

  /** What Spring Boot 2.7 and 3.0 put in the place of our own dependencies. */
  @ParameterizedTest
  @ValueSource(strings = {"boot-2.7", "boot-3.0"})
  void withTheVersionsThatOlderSpringBootManages(String boot) throws Exception {
    Path jars = Jars.install(folder.resolve(boot));
    List<Path> managed;
    try (Stream<Path> found = Files.list(Path.of(System.getProperty("managed"), boot))) {
      managed = found.toList();
    }
    assertEquals(2, managed.size(), managed.toString());
    for (String replaced : List.of("jackson-core-", "kotlin-stdlib-")) {
      try (Stream<Path> ours = Files.list(jars)) {
        for (Path jar : ours.filter(one -> one.getFileName().toString().startsWith(replaced)).toList()) {
          Files.delete(jar);
        }
      }
    }
    for (Path jar : managed) {
      Files.copy(jar, jars.resolve(jar.getFileName()));
    }
    try (Server server = Server.answering()) {
      String said = run(jars, List.of(), Program.class, server.url());
      assertTrue(said.contains("ticket 3"), said);
    }
  }

  @Test
  void downloadsThatDoNotFitTheHeapEndEachByItself() throws Exception {
    try (Server files = Server.answering("x".repeat(12 << 20));
        Server tickets = Server.answering()) {
      String said = run(lib, List.of("-Xmx48m"), Downloads.class, files.url(), tickets.url());
      assertTrue(said.contains("ended 8, lost some: true"), said);
      assertTrue(said.contains("ticket t-1"), said);
    }
  }

  @Test
  void whatACallCausesHasTheContextOfItsCaller() throws Exception {
    try (Server server = Server.answering()) {
      List<String> debug = List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=debug");
      String said = run(lib, debug, Contexts.class, server.url());
      assertTrue(said.contains("logged true") && said.contains("told true"), said);
    }
  }

  @Test
  void aRedeployedApplicationLeavesNoClassLoader() throws Exception {
    try (Server server = Server.answering()) {
      String said = run(lib, List.of(), Redeploys.class, server.url(), folder.resolve("classes").toString());
      assertTrue(said.contains("left 0") && !said.contains("thread "), said);
    }
  }

  @Test
  void aRuntimeMadeByJlinkNeedsOneModuleAndSaysWhich() throws Exception {
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    Assumptions.assumeTrue(Files.exists(jlink), "this JDK has no jlink");
    try (Server server = Server.answering()) {
      for (String modules : List.of("java.base", "java.base,java.logging")) {
        Path runtime = folder.resolve("runtime-" + modules.length());
        List<String> make = List.of(jlink.toString(), "--add-modules", modules, "--output", runtime.toString());
        assertEquals(0, new ProcessBuilder(make).inheritIO().start().waitFor());
        String said = said(List.of(runtime + "/bin/java", "-cp", folder.resolve("classes") + ":" + lib + "/*",
            Program.class.getName(), server.url()));
        assertTrue(said.contains(modules.equals("java.base") ? "--add-modules java.logging" : "ticket 3"), said);
      }
    }
  }

  @Test
  void fromTheJarAndNothingIsLeft(@TempDir Path temporary) throws Exception {
    String said = run("-Dqiyuesuo.native.tmpdir=" + temporary);
    assertTrue(said.contains("loads"), said);
    try (Stream<Path> left = Files.walk(temporary)) {
      assertEquals(List.of(), left.filter(path -> path.toString().contains("qiyuesuo")).filter(path -> !path.equals(temporary)).toList());
    }
  }

  @Test
  void fromThePathThatIsSet() throws Exception {
    for (Path path : List.of(natives, natives.resolve(LIBRARY))) {
      String said = run("-Dqiyuesuo.native.path=" + path);
      assertTrue(said.contains("loads") && said.contains("mapped " + natives.resolve(LIBRARY)), said);
    }
  }

  @Test
  void fromTheSystemPath() throws Exception {
    String said = run("-Djava.library.path=/nowhere:" + natives);
    assertTrue(said.contains("loads") && said.contains("mapped " + natives.resolve(LIBRARY)), said);
  }

  @Test
  void aPathThatHasNoneIsTold() throws Exception {
    String said = run("-Dqiyuesuo.native.path=/nowhere");
    assertTrue(said.contains("qiyuesuo cannot load its native library"), said);
    assertTrue(said.contains("-Dqiyuesuo.native.path: /nowhere") && said.contains("platform: linux-"), said);
  }

  @Test
  void aTemporaryFolderWithoutExecIsTold() throws Exception {
    Path mounted = Files.createDirectories(folder.resolve("noexec"));
    List<String> shell =
        List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs -o noexec tmpfs " + mounted + " && exec \"$@\"", "sh");
    List<String> probe = new ArrayList<>(shell);
    probe.add("true");
    Assumptions.assumeTrue(new ProcessBuilder(probe).start().waitFor() == 0, "mounting needs root");
    // JNA's own library is what fails first.
    String said = run(shell, "-Djava.io.tmpdir=" + mounted);
    assertTrue(said.contains("noexec") && said.contains("-Dqiyuesuo.native.tmpdir"), said);
    // With JNA's out of the way it is ours.
    said = run(shell, "-Djna.tmpdir=" + folder, "-Djava.io.tmpdir=" + mounted);
    assertTrue(said.contains(mounted + " is mounted noexec"), said);
    assertTrue(said.contains("-Dqiyuesuo.native.tmpdir") && said.contains("-Dqiyuesuo.native.path"), said);
    // And what it says helps.
    said = run(shell, "-Djava.io.tmpdir=" + mounted, "-Dqiyuesuo.native.tmpdir=" + folder.resolve("other"));
    assertTrue(said.contains("loads"), said);
  }

  @Test
  void aSecondClassLoaderLoadsItToo() throws Exception {
    List<URL> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      jars.add(Path.of(entry).toUri().toURL());
    }
    try (Server server = Server.answering();
        QiyuesuoClient client = server.builder().build();
        URLClassLoader loader = new URLClassLoader(jars.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      assertEquals("t-1", client.personalAuth().createTicket(ClientTest.REQUEST).getTicket());
      Class<?> program = loader.loadClass("unofficial.qiyuesuo.tests.Program");
      assertNotSame(Program.class, program);
      var ticket = program.getDeclaredMethod("ticket", String.class);
      ticket.setAccessible(true);
      assertEquals("t-1", ticket.invoke(null, server.url()));
      assertEquals("t-1", client.personalAuth().createTicketAsync(ClientTest.REQUEST).join().getTicket());
    }
  }

  @Test
  void everyClassIsForJava8() throws Exception {
    int classes = 0;
    try (JarFile jar = new JarFile(Jars.ours(lib).toFile())) {
      for (var entry : jar.stream().filter(one -> one.getName().endsWith(".class")).toList()) {
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          in.readInt();
          in.readUnsignedShort();
          assertTrue(in.readUnsignedShort() <= 52, entry.getName());
          classes++;
        }
      }
    }
    assertTrue(classes > 100, classes + " classes");
  }
}
