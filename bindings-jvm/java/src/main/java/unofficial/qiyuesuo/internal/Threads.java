package unofficial.qiyuesuo.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.function.Supplier;

/** What newer JDKs know of threads. */
final class Threads {
  private static final MethodHandle IS_VIRTUAL = find();

  private Threads() {}

  private static MethodHandle find() {
    try {
      return MethodHandles.lookup().findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (NoSuchMethodException | IllegalAccessException error) {
      return null;
    }
  }

  /**
   * Does something such that threads which begin there, JNA's among them, keep nothing of the application whose call happens
   * to be the first: they inherit its context class loader, and the loaders of everything on the stack.
   */
  static <T> T apart(Supplier<T> work) {
    Thread caller = Thread.currentThread();
    ClassLoader application = caller.getContextClassLoader();
    caller.setContextClassLoader(Threads.class.getClassLoader());
    try {
      return AccessController.doPrivileged((PrivilegedAction<T>) work::get);
    } finally {
      caller.setContextClassLoader(application);
    }
  }

  /** Starts such a thread, a daemon. */
  static void start(Runnable work, String name) {
    Thread thread = apart(() -> made(work, name));
    thread.setDaemon(true);
    thread.start();
  }

  private static Thread made(Runnable work, String name) {
    MethodType type =
        MethodType.methodType(
            void.class, ThreadGroup.class, Runnable.class, String.class, long.class, boolean.class);
    try {
      // Without the values of InheritableThreadLocals.
      MethodHandle bare = MethodHandles.lookup().findConstructor(Thread.class, type);
      return (Thread) bare.invokeExact((ThreadGroup) null, work, name, 0L, false);
    } catch (Throwable java8) {
      return new Thread(work, name);
    }
  }

  static boolean isVirtual() {
    if (IS_VIRTUAL == null) {
      return false;
    }
    try {
      return (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (Throwable error) {
      throw new IllegalStateException(error);
    }
  }
}
