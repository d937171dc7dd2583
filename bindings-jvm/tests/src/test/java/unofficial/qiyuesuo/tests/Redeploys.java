package unofficial.qiyuesuo.tests;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of its own: loads an application that uses the SDK five times, as a server with the SDK in its shared folder
 * does, and says how many class loaders stay.
 */
final class Redeploys {
  private static final int TIMES = 5;

  private Redeploys() {}

  public static void main(String[] arguments) throws Exception {
    URL[] application = {Path.of(arguments[1]).toUri().toURL()};
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int time = 0; time < TIMES; time++) {
      loaders.add(deployed(application, arguments[0]));
    }
    long deadline = System.nanoTime() + 20_000_000_000L;
    long left = TIMES;
    while (left > 0 && System.nanoTime() < deadline) {
      System.gc();
      Thread.sleep(100);
      left = loaders.stream().filter(loader -> loader.get() != null).count();
    }
    System.out.println("left " + left);
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("qiyuesuo")) {
        System.out.println("thread " + thread.getName());
      }
    }
  }

  private static WeakReference<ClassLoader> deployed(URL[] application, String url) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(application, new Shared())) {
      var ticket = loader.loadClass("unofficial.qiyuesuo.tests.Program").getDeclaredMethod("ticket", String.class);
      ticket.setAccessible(true);
      Thread.currentThread().setContextClassLoader(loader);
      if (!"t-1".equals(ticket.invoke(null, url))) {
        throw new IllegalStateException("no ticket");
      }
      return new WeakReference<>(loader);
    } finally {
      Thread.currentThread().setContextClassLoader(null);
    }
  }

  /** What the server has: everything but the application's own classes. */
  private static final class Shared extends ClassLoader {
    Shared() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("unofficial.qiyuesuo.tests.")) {
        throw new ClassNotFoundException(name);
      }
      return Redeploys.class.getClassLoader().loadClass(name);
    }
  }
}
