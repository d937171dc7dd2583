package unofficial.qiyuesuo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Options by the core's names. */
abstract class OptionValues<B extends OptionValues<B>> {
  private final Map<String, Object> values = new LinkedHashMap<>();

  OptionValues() {}

  abstract B self();

  B set(String name, Object value) {
    if (value == null) {
      values.remove(name);
    } else {
      values.put(name, value);
    }
    return self();
  }

  static Double seconds(Duration duration) {
    return duration == null ? null : duration.getSeconds() + duration.getNano() / 1e9;
  }

  static Map<String, Object> credentials(String token, String secret) {
    Map<String, Object> agent = new LinkedHashMap<>();
    agent.put("token", token);
    agent.put("secret", secret);
    return agent;
  }

  Map<String, Object> options() {
    return new LinkedHashMap<>(values);
  }

  /** Values are not shown: there are credentials. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + values.keySet();
  }
}
