package unofficial.qiyuesuo.tests;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The jars under test, for programs that are JVMs of their own. */
final class Jars {
  private Jars() {}

  /** Copies our jar, and what it needs, into a new folder: what a build replaces meanwhile is not what is tested. */
  static Path install(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.endsWith(".jar")) {
        Files.copy(Path.of(entry), folder.resolve(Path.of(entry).getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return folder;
  }

  /** Our own one among them. */
  static Path ours(Path folder) throws IOException {
    try (Stream<Path> jars = Files.list(folder)) {
      return jars.filter(jar -> jar.getFileName().toString().matches("qiyuesuo-[0-9.]+\\.jar")).findFirst().orElseThrow();
    }
  }
}
