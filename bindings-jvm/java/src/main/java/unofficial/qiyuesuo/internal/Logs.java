package unofficial.qiyuesuo.internal;

import java.util.List;
import java.util.Map;

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

  static void deliver(Object json) {
    Map<String, Object> batch = Json.object(json);
    if (SLF4J && batch.get("lines") instanceof List) {
      for (Object line : (List<?>) batch.get("lines")) {
        Map<String, Object> members = Json.object(line);
        Slf4j.log(String.valueOf(members.get("level")), String.valueOf(members.get("message")));
      }
    }
  }

  static void warn(String message, Throwable error) {
    if (SLF4J) {
      Slf4j.LOGGER.warn(message, error);
    }
  }

  /** Loaded only where SLF4J is. */
  private static final class Slf4j {
    static final org.slf4j.Logger LOGGER = org.slf4j.LoggerFactory.getLogger("qiyuesuo");

    static int level() {
      return LOGGER.isDebugEnabled() ? 3 : LOGGER.isInfoEnabled() ? 2 : LOGGER.isWarnEnabled() ? 1 : 0;
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
