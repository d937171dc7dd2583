package unofficial.qiyuesuo.callback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unofficial.qiyuesuo.internal.Engine;
import unofficial.qiyuesuo.internal.Json;

/**
 * Reads what the platform posts to a callback address.
 *
 * <pre>{@code
 * CallbackEvent event = Callbacks.reader().allowUnsigned(true).parse(request.getParameterMap());
 * CallbackReply reply = event.getReply();
 * }</pre>
 *
 * <p>What a callback proves is little: the platform documents those of personal authentication without any signature, and
 * where there is one it covers time and key, neither body nor address. {@link CallbackEvent#getAuthenticity()} says which it
 * is; confirm with {@code getResult} before you act on it.
 *
 * <p>A reader cannot be changed; each method answers a changed copy.
 */
public final class Callbacks extends CallbackOptions {
  private final List<String> keys;
  private final Map<String, Object> options;

  private Callbacks(List<String> keys, Map<String, Object> options) {
    this.keys = keys;
    this.options = options;
  }

  /**
   * A reader.
   *
   * @param keys keys of the callback, 16 characters each; several while one replaces another
   */
  public static Callbacks reader(String... keys) {
    return new Callbacks(Arrays.asList(keys.clone()), new LinkedHashMap<>());
  }

  /** The same as {@link #reader(String...)}. */
  public static Callbacks reader(Collection<String> keys) {
    return new Callbacks(new ArrayList<>(keys), new LinkedHashMap<>());
  }

  @Override
  Callbacks with(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(options);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new Callbacks(keys, changed);
  }

  /**
   * Reads a form as a framework gives it: values are texts, arrays or collections of one text.
   *
   * @throws unofficial.qiyuesuo.CallbackException forged, too old, unreadable, unsigned though that is not allowed, or no
   *     callback
   */
  public CallbackEvent parse(Map<String, ?> form) {
    List<Object> pairs = new ArrayList<>();
    form.forEach((name, value) -> pairs.add(Arrays.asList(name, plain(value, 0))));
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("form", pairs);
    return read(request);
  }

  /** Reads a form as pairs of name and value. */
  public CallbackEvent pairs(List<List<String>> pairs) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("form", plain(pairs, 0));
    return read(request);
  }

  /** A value as JSON has it; an object, which the core refuses by name, for what JSON does not have. */
  private static Object plain(Object value, int depth) {
    if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long) {
      return value;
    }
    if (value instanceof CharSequence) {
      return value.toString();
    }
    Collection<?> values =
        value instanceof Collection
            ? (Collection<?>) value
            : value instanceof Object[] ? Arrays.asList((Object[]) value) : null;
    if (values == null || depth > 4) {
      // What is nested deeper has no meaning in a form.
      return Collections.emptyMap();
    }
    List<Object> plain = new ArrayList<>();
    for (Object one : values) {
      plain.add(plain(one, depth + 1));
    }
    return plain;
  }

  /**
   * Reads the query of the address and the raw body of the request; either may be {@code null}. A signature may stand in the
   * query; other parameters there are {@link CallbackEvent#getOwnParameters()}, unless the body has none at all.
   */
  public CallbackEvent parse(String query, String body) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("query", query);
    request.put("body", body == null ? "" : body);
    return read(request);
  }

  private CallbackEvent read(Map<String, Object> request) {
    request.put("keys", plain(keys, 0));
    request.put("options", options);
    return new CallbackEvent(Json.object(Engine.callback(request)));
  }

  /** Keys are not shown. */
  @Override
  public String toString() {
    return "Callbacks(" + keys.size() + " keys)";
  }
}
