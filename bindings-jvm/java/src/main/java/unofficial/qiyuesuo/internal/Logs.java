package unofficial.qiyuesuo.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.slf4j.MDC;

/** The log of the native library on its way to SLF4J, if that is there: the logger {@code qiyuesuo}. */
final class Logs {
  private static final boolean SLF4J = present();
  private static volatile int level = -1;

  private Logs() {}

  private static boolean present() {
    try {
      Class.forName("org.slf4j.LoggerFactory");
      return true;
    } catch (ClassNotFoundException | LinkageError error) {
      return false;
    }
  }

  /** Makes the native library keep the lines that the logger wants now, and no others. Answers whether it wants any. */
  static boolean follow() {
    int wanted = SLF4J ? Slf4j.level() : 0;
    if (wanted != level) {
      level = wanted;
      Native.logLevel(wanted);
    }
    return wanted > 0;
  }

  /** Whether the logger wanted lines when it was last asked. */
  static boolean wanted() {
    return level > 0;
  }

  /** Logs a batch of lines here. */
  static void deliver(Object json) {
    lines(json).forEach(Logs::line);
  }

  /** The lines of a batch. */
  static List<Map<String, Object>> lines(Object json) {
    List<Map<String, Object>> lines = new ArrayList<>();
    Object found = Json.object(json).get("lines");
    for (Object line : found instanceof List ? (List<?>) found : Collections.emptyList()) {
      lines.add(Json.object(line));
    }
    return lines;
  }

  /** A logger that throws, as with a full disk, must not cost a call that has ended its result. */
  static void line(Map<String, Object> line) {
    try {
      if (SLF4J) {
        Slf4j.log(String.valueOf(line.get("level")), String.valueOf(line.get("message")));
      }
    } catch (Throwable broken) {
      // There is nowhere to say so.
    }
  }

  /** What the log of this thread has beside each line: SLF4J's MDC. */
  static Map<String, String> context() {
    Map<String, String> context = SLF4J ? Slf4j.context() : null;
    return context == null ? Collections.emptyMap() : context;
  }

  /** Does something with that beside each line it logs; {@code null} changes nothing. */
  static void within(Map<String, String> context, Runnable work) {
    if (SLF4J && context != null) {
      Slf4j.within(context, work);
    } else {
      work.run();
    }
  }

  static void warn(String message, Throwable error) {
    try {
      if (SLF4J) {
        Slf4j.LOGGER.warn(message, error);
      }
    } catch (Throwable broken) {
      // As above.
    }
  }

  /** Loaded only where SLF4J is. */
  private static final class Slf4j {
    static final org.slf4j.Logger LOGGER = org.slf4j.LoggerFactory.getLogger("qiyuesuo");

    static int level() {
      return LOGGER.isDebugEnabled() ? 3 : LOGGER.isInfoEnabled() ? 2 : LOGGER.isWarnEnabled() ? 1 : 0;
    }

    static Map<String, String> context() {
      return MDC.getCopyOfContextMap();
    }

    static void within(Map<String, String> context, Runnable work) {
      Map<String, String> before = MDC.getCopyOfContextMap();
      MDC.setContextMap(context);
      try {
        work.run();
      } finally {
        MDC.setContextMap(before == null ? Collections.emptyMap() : before);
      }
    }

    static void log(String level, String message) {
      if (level.equals("warn")) {
        LOGGER.warn(message);
      } else if (level.equals("info")) {
        LOGGER.info(message);
      } else {
        LOGGER.debug(message);
      }
    }
  }
}
