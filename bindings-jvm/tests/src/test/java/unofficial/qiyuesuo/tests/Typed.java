package unofficial.qiyuesuo.tests;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import unofficial.qiyuesuo.FilePart;
import unofficial.qiyuesuo.QiyuesuoClient;
import unofficial.qiyuesuo.RawRequest;
import unofficial.qiyuesuo.SignatureRule;
import unofficial.qiyuesuo.api.Request;

/** Vectors as their users would write them: requests and options by the methods of builders. */
final class Typed {
  private Typed() {}

  static String camel(String snake) {
    StringBuilder name = new StringBuilder();
    for (String word : snake.split("_")) {
      name.append(name.length() == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }

  /** The request of an operation, or null where a user could not write it. */
  static Request request(String operation, Map<String, Object> members, List<FilePart> files) throws Exception {
    Class<?> type = Tables.REQUESTS.get(operation);
    if (type == null) {
      return null;
    }
    Object builder = type.getMethod("builder").invoke(null);
    for (Map.Entry<String, Object> member : members.entrySet()) {
      if (!set(builder, member.getKey(), member.getValue())) {
        return null;
      }
    }
    for (FilePart file : files) {
      List<FilePart> all = files.stream().filter(other -> other.name().equals(file.name())).collect(Collectors.toList());
      if (members.containsKey(file.name()) || !(set(builder, file.name(), all) || set(builder, file.name(), file))) {
        return null;
      }
    }
    return (Request) builder.getClass().getMethod("build").invoke(builder);
  }

  private static boolean set(Object builder, String name, Object value) throws Exception {
    for (Method method : builder.getClass().getMethods()) {
      if (method.getParameterCount() == 1 && method.getName().equals(name) && !method.isVarArgs()) {
        Object converted = converted(value, method.getGenericParameterTypes()[0]);
        if (converted != null) {
          method.invoke(builder, converted);
          return true;
        }
      }
    }
    return false;
  }

  /** A value as the type that a method wants, or null where it cannot be that. */
  static Object converted(Object value, Type wanted) throws Exception {
    if (wanted instanceof ParameterizedType list) {
      if (list.getRawType() == Map.class) {
        return value instanceof Map ? value : null;
      }
      if (!(value instanceof List)) {
        return null;
      }
      List<Object> items = new ArrayList<>();
      for (Object item : (List<?>) value) {
        Object one = converted(item, list.getActualTypeArguments()[0]);
        if (one == null) {
          return null;
        }
        items.add(one);
      }
      return items;
    }
    Class<?> type = (Class<?>) wanted;
    if (type.isInstance(value)) {
      return value;
    }
    if ((type == long.class || type == Long.class) && (value instanceof Integer || value instanceof Long)) {
      return ((Number) value).longValue();
    }
    if ((type == double.class || type == Double.class) && value instanceof Number) {
      return ((Number) value).doubleValue();
    }
    if (type == boolean.class && value instanceof Boolean) {
      return value;
    }
    return value instanceof Map && type.getPackageName().equals("unofficial.qiyuesuo.api") ? struct((Map<?, ?>) value, type) : null;
  }

  /** An object inside a request: by its constructor, then by its methods. */
  private static Object struct(Map<?, ?> members, Class<?> type) throws Exception {
    Constructor<?> constructor =
        Arrays.stream(type.getConstructors()).max((a, b) -> a.getParameterCount() - b.getParameterCount()).get();
    Object built = constructor.newInstance(new Object[constructor.getParameterCount()]);
    for (Map.Entry<?, ?> member : members.entrySet()) {
      Object next = null;
      for (Method method : type.getMethods()) {
        if (method.getParameterCount() == 1 && method.getName().equals(member.getKey()) && !method.isVarArgs()) {
          Object converted = converted(member.getValue(), method.getGenericParameterTypes()[0]);
          next = converted == null ? next : method.invoke(built, converted);
        }
      }
      if (next == null) {
        return null;
      }
      built = next;
    }
    return built;
  }

  /** Sets an option by its method. */
  static void option(QiyuesuoClient.Builder builder, String name, Object value) throws Exception {
    Map<String, Object> members = unofficial.qiyuesuo.internal.Json.object(value);
    if (name.equals("agent") && members.get("token") instanceof String && members.get("secret") instanceof String) {
      builder.agent((String) members.get("token"), (String) members.get("secret"));
      return;
    }
    for (Method method : builder.getClass().getMethods()) {
      if (!method.getName().equals(camel(name)) || method.getParameterCount() != 1) {
        continue;
      }
      Class<?> type = method.getParameterTypes()[0];
      Object converted = null;
      if (type == Duration.class && value instanceof Number && ((Number) value).doubleValue() >= 0) {
        converted = Duration.ofNanos((long) (((Number) value).doubleValue() * 1e9));
      } else if (type == long.class && value instanceof Number) {
        converted = ((Number) value).longValue();
      } else if (type == Path.class && value instanceof String) {
        converted = Path.of((String) value);
      } else if (type.isInstance(value)) {
        converted = value;
      } else if (type == SignatureRule.class && value instanceof Map) {
        converted = rule(members);
      }
      if (converted != null) {
        method.invoke(builder, converted);
        return;
      }
    }
    // Nothing that a user could write: only to see that the core refuses it here too.
    Method set = Class.forName("unofficial.qiyuesuo.OptionValues").getDeclaredMethod("set", String.class, Object.class);
    set.setAccessible(true);
    set.invoke(builder, name, value);
  }

  @SuppressWarnings("unchecked")
  static SignatureRule rule(Map<String, Object> members) {
    List<?> parts = members.get("parts") instanceof List ? (List<?>) members.get("parts") : List.of();
    SignatureRule rule =
        SignatureRule.of(String.valueOf(members.get("digest")), parts.stream().map(String::valueOf).toArray(String[]::new));
    if (members.containsKey("key")) {
      rule = rule.key(String.valueOf(members.get("key")));
    }
    if (members.containsKey("encoding")) {
      rule = rule.encoding(String.valueOf(members.get("encoding")));
    }
    if (members.get("headers") instanceof Map) {
      rule = rule.headers((Map<String, String>) members.get("headers"));
    }
    return rule;
  }

  @SuppressWarnings("unchecked")
  static RawRequest raw(Map<String, Object> members, List<FilePart> files) {
    RawRequest raw = RawRequest.of((String) members.get("method"), (String) members.get("path"));
    for (Object pair : members.get("query") instanceof List ? (List<?>) members.get("query") : List.of()) {
      raw = raw.query(((List<String>) pair).get(0), ((List<String>) pair).get(1));
    }
    if (members.containsKey("json")) {
      raw = raw.json(members.get("json"));
    }
    for (FilePart file : files) {
      raw = raw.part(file.name(), file);
    }
    return raw.repeatable(Boolean.TRUE.equals(members.get("repeatable")));
  }

  static FilePart file(Map<String, Object> part) {
    byte[] content =
        part.containsKey("text")
            ? ((String) part.get("text")).getBytes(StandardCharsets.UTF_8)
            : part.containsKey("base64")
                ? Base64.getDecoder().decode((String) part.get("base64"))
                : new byte[((Number) part.getOrDefault("size", 0)).intValue()];
    return FilePart.of(content, (String) part.get("filename"))
        .name((String) part.get("name"))
        .contentType((String) part.get("content_type"));
  }

  /** Calls a method of a family. */
  static Object call(QiyuesuoClient client, String operation, Request request, boolean async) throws Exception {
    String[] names = operation.split("\\.");
    Object family = QiyuesuoClient.class.getMethod(camel(names[0])).invoke(client);
    String method = camel(names[1]) + (async ? "Async" : "");
    try {
      return family.getClass().getMethod(method, request.getClass()).invoke(family, request);
    } catch (InvocationTargetException error) {
      throw error.getCause() instanceof Exception cause ? cause : error;
    }
  }
}
