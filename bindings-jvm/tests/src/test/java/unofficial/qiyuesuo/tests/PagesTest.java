package unofficial.qiyuesuo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that the pages show, compiled and run. */
class PagesTest {
  private static final String IMPORTS =
      "import static org.junit.jupiter.api.Assertions.*;\n"
          + "import org.junit.jupiter.api.Test;\n"
          + "import unofficial.qiyuesuo.*;\n"
          + "import unofficial.qiyuesuo.api.*;\n"
          + "import unofficial.qiyuesuo.testing.Emulator;\n";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh.md"})
  void theTestsOfThePage(String page) throws Exception {
    String text = Files.readString(Paths.get(System.getenv("QYS_SOURCE"), "bindings-jvm", page));
    Matcher found = Pattern.compile("```java\n(class BindingTest .*?)```", Pattern.DOTALL).matcher(text);
    assertTrue(found.find());
    Path source = folder.resolve("BindingTest.java");
    Files.writeString(source, IMPORTS + found.group(1));
    String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    int wrong =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-encoding", "UTF-8", "-cp", classes, "-d", folder.toString(), source.toString());
    assertEquals(0, wrong);
    int tests = 0;
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      Class<?> shown = loader.loadClass("BindingTest");
      Constructor<?> made = shown.getDeclaredConstructor();
      made.setAccessible(true);
      for (Method test : shown.getDeclaredMethods()) {
        if (test.isAnnotationPresent(Test.class)) {
          test.setAccessible(true);
          test.invoke(made.newInstance());
          tests++;
        }
      }
    }
    assertEquals(2, tests);
  }
}
