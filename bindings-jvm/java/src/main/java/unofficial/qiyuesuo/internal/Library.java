package unofficial.qiyuesuo.internal;

import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import unofficial.qiyuesuo.internal.uniffi.QiyuesuoKt;

/**
 * Finds the native library and loads it once: from {@code -Dqiyuesuo.native.path} (a file or a folder), else from {@code
 * java.library.path}, else from the jar, unpacked into a folder of its own below {@code -Dqiyuesuo.native.tmpdir} or {@code
 * java.io.tmpdir}.
 */
final class Library {
  static final String PATH = "qiyuesuo.native.path";
  static final String TEMPORARY = "qiyuesuo.native.tmpdir";
  private static final String OVERRIDE = "uniffi.component.qiyuesuo.libraryOverride";

  private static final Library LOADED = new Library();

  private final LinkageError failure;

  private Library() {
    failure = Threads.apart(Library::tried);
  }

  private static LinkageError tried() {
    try {
      find();
      return null;
    } catch (IOException error) {
      return unloadable("cannot unpack its native library: " + error, error);
    } catch (LinkageError error) {
      return unloadable(error.getMessage(), error);
    }
  }

  /** Loads the library unless it is; every entry into it comes by here. */
  static void load() {
    if (LOADED.failure != null) {
      throw LOADED.failure;
    }
  }

  /** The name of this platform's folder in the jar: {@code linux-x86-64}. */
  static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String os = system.startsWith("mac") ? "darwin" : system.startsWith("windows") ? "windows" : system;
    String arch = machine.equals("amd64") || machine.equals("x86_64") ? "x86-64" : machine;
    boolean musl = os.equals("linux") && musl();
    return os + "-" + arch.replace("arm64", "aarch64") + (musl ? "-musl" : "");
  }

  /** Whether musl runs this process: its loader is mapped then. Debian's package musl only puts it on the disk. */
  private static boolean musl() {
    try {
      return new String(Files.readAllBytes(Paths.get("/proc/self/maps")), StandardCharsets.ISO_8859_1).contains("/ld-musl-");
    } catch (IOException | SecurityException unreadable) {
      return Files.exists(Paths.get("/etc/alpine-release"));
    }
  }

  private static void find() throws IOException {
    String name = System.mapLibraryName("qiyuesuo_jvm");
    String given = System.getProperty(PATH);
    if (given != null && !given.isEmpty()) {
      Path path = Paths.get(given);
      use(Files.isDirectory(path) ? path.resolve(name) : path);
      return;
    }
    for (String folder : System.getProperty("java.library.path", "").split(java.io.File.pathSeparator)) {
      if (!folder.isEmpty() && Files.isRegularFile(Paths.get(folder, name))) {
        use(Paths.get(folder, name));
        return;
      }
    }
    String resource = "native/" + platform() + "/" + name;
    try (InputStream packed = Library.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new UnsatisfiedLinkError("the jar has no native library for " + platform());
      }
      unpack(packed, name);
    }
  }

  private static void unpack(InputStream packed, String name) throws IOException {
    String wanted = System.getProperty(TEMPORARY);
    // Readable and writable by this user alone, so that nobody can put another library in its place.
    Path folder =
        wanted == null || wanted.isEmpty()
            ? Files.createTempDirectory("qiyuesuo")
            : Files.createTempDirectory(Files.createDirectories(Paths.get(wanted)), "qiyuesuo");
    Path file = folder.resolve(name);
    try {
      Files.copy(packed, file, StandardCopyOption.REPLACE_EXISTING);
      try {
        use(file);
      } catch (UnsatisfiedLinkError error) {
        if (String.valueOf(error.getMessage()).contains("failed to map segment")) {
          throw new UnsatisfiedLinkError(
              folder.getParent()
                  + " is mounted noexec, so nothing can be loaded from it: set -D"
                  + TEMPORARY
                  + " to a folder that allows it, or -D"
                  + PATH
                  + " to the library itself");
        }
        throw error;
      }
    } finally {
      // Loaded, it needs its file no longer; Windows keeps it until the end.
      if (Platform.isWindows()) {
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
      } else {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    }
  }

  private static void use(Path library) {
    String path = library.toAbsolutePath().toString();
    jna();
    Flat.load(path);
    String before = System.getProperty(OVERRIDE);
    System.setProperty(OVERRIDE, path);
    try {
      QiyuesuoKt.uniffiEnsureInitialized();
      String version = Library.class.getPackage().getImplementationVersion();
      if (version != null && !version.equals(QiyuesuoKt.version())) {
        throw new UnsatisfiedLinkError(path + " is of version " + QiyuesuoKt.version() + ", the jar of " + version);
      }
    } catch (ExceptionInInitializerError error) {
      throw new UnsatisfiedLinkError(path + " is not the library of this jar: " + error.getCause());
    } finally {
      if (before == null) {
        System.clearProperty(OVERRIDE);
      } else {
        System.setProperty(OVERRIDE, before);
      }
    }
  }

  /** JNA unpacks a library too; ours and its own go to the same place. */
  private static void jna() {
    String wanted = System.getProperty(TEMPORARY);
    boolean ours = wanted != null && !wanted.isEmpty() && System.getProperty("jna.tmpdir") == null;
    if (ours) {
      System.setProperty("jna.tmpdir", wanted);
    }
    try {
      Class.forName("com.sun.jna.Native");
    } catch (UnsatisfiedLinkError | ClassNotFoundException error) {
      if (String.valueOf(error.getMessage()).contains("failed to map segment")) {
        throw new UnsatisfiedLinkError(
            "the temporary folder is mounted noexec, so JNA's library cannot be loaded from it: set -D"
                + TEMPORARY
                + " to a folder that allows it");
      }
      throw new UnsatisfiedLinkError("JNA cannot be loaded: " + error.getMessage());
    } finally {
      if (ours) {
        System.clearProperty("jna.tmpdir");
      }
    }
  }

  private static LinkageError unloadable(String why, Throwable cause) {
    List<String> lines = new ArrayList<>();
    lines.add("qiyuesuo cannot load its native library: " + why);
    lines.add("platform: " + platform() + ", " + System.getProperty("os.version"));
    lines.add("java: " + System.getProperty("java.version") + " at " + System.getProperty("java.home"));
    if (String.valueOf(why).contains("java/util/logging")) {
      lines.add("this runtime lacks the module java.logging, which JNA needs: jlink --add-modules java.logging");
    }
    lines.add("-D" + PATH + ": " + System.getProperty(PATH, "not set"));
    UnsatisfiedLinkError told = new UnsatisfiedLinkError(String.join("\n  ", lines));
    told.initCause(cause);
    return told;
  }
}
