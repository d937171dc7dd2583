package unofficial.qiyuesuo.compat;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import unofficial.qiyuesuo.FilePart;
import unofficial.qiyuesuo.internal.Json;

/** Reads answers of the platform, under the name that its SDK has for it. */
public final class JSONUtils {
  private JSONUtils() {}

  /**
   * Reads an envelope whose result is a bean: a class with a constructor without arguments and setters. Members without a
   * setter are passed over.
   */
  public static <T> SdkResponse<T> toQysResponse(String response, Class<T> result) {
    return envelope(response, result);
  }

  /** Reads an envelope whose result is maps, lists, texts, numbers and booleans. */
  public static SdkResponse<Object> toQysResponse(String response) {
    return envelope(response, Object.class);
  }

  private static <T> SdkResponse<T> envelope(String response, Class<T> result) {
    Object read;
    try {
      read = Json.decode(response.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalStateException error) {
      throw new BaseSdkException("the answer is not JSON");
    }
    if (!(read instanceof Map)) {
      throw new BaseSdkException("the answer is not an envelope of the platform");
    }
    Map<String, Object> members = Json.object(read);
    SdkResponse<T> envelope = new SdkResponse<>();
    envelope.setCode((Integer) converted(members.get("code"), Integer.class));
    envelope.setResponseCode((String) converted(members.get("responseCode"), String.class));
    envelope.setMessage((String) converted(members.get("message"), String.class));
    envelope.setResult(result.cast(converted(members.get("result"), result)));
    if (envelope.getCode() != null && envelope.getCode() != 0) {
      BaseSdkException.noteRefusal(envelope);
    }
    return envelope;
  }

  private static Object converted(Object value, Type wanted) {
    Class<?> type = (Class<?>) (wanted instanceof ParameterizedType ? ((ParameterizedType) wanted).getRawType() : wanted);
    if (value == null || type.isInstance(value) && !(value instanceof Collection)) {
      return value;
    }
    if (type == String.class) {
      return value instanceof Map || value instanceof Collection
          ? new String(Json.encode(value), StandardCharsets.UTF_8)
          : value.toString();
    }
    try {
      if (type == Integer.class || type == int.class) {
        return Integer.valueOf(value.toString());
      }
      if (type == Long.class || type == long.class) {
        return Long.valueOf(value.toString());
      }
    } catch (NumberFormatException error) {
      throw new BaseSdkException("a number of the answer is none");
    }
    if (type == Double.class || type == double.class) {
      return ((Number) value).doubleValue();
    }
    if (type == Boolean.class || type == boolean.class) {
      return Boolean.valueOf(value.toString());
    }
    if (value instanceof Collection) {
      Type item = wanted instanceof ParameterizedType ? ((ParameterizedType) wanted).getActualTypeArguments()[0] : Object.class;
      List<Object> items = new ArrayList<>();
      for (Object one : (Collection<?>) value) {
        items.add(item instanceof Class || item instanceof ParameterizedType ? converted(one, item) : one);
      }
      return items;
    }
    return bean(Json.object(value), type);
  }

  private static Object bean(Map<String, Object> members, Class<?> type) {
    try {
      Object bean = type.getDeclaredConstructor().newInstance();
      for (Method method : type.getMethods()) {
        String name = method.getName();
        if (!name.startsWith("set") || name.length() == 3 || method.getParameterCount() != 1) {
          continue;
        }
        Object value = members.get(Character.toLowerCase(name.charAt(3)) + name.substring(4));
        if (value != null) {
          method.invoke(bean, converted(value, method.getGenericParameterTypes()[0]));
        }
      }
      return bean;
    } catch (ReflectiveOperationException error) {
      throw new BaseSdkException("the result cannot be read as " + type.getName() + ": " + error);
    }
  }

  /** A value as a part of a form: texts as they are, the rest as JSON. */
  static FilePart part(Object value) {
    boolean text = value instanceof String || value instanceof Number || value instanceof Boolean;
    return FilePart.of(text ? value.toString().getBytes(StandardCharsets.UTF_8) : Json.encode(value));
  }
}
