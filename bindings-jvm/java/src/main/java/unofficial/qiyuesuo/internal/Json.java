package unofficial.qiyuesuo.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as it crosses to the native library, and as Java's own maps, lists, texts, numbers and booleans. Integers are exact:
 * {@link Integer}, {@link Long} or {@link BigInteger}.
 */
public final class Json {
  private static final JsonFactory FACTORY = factory();

  private Json() {}

  /** Jackson has limits from 2.15 on; Spring Boot 2.7 and 3.0 bring older ones, which have none. */
  private static JsonFactory factory() {
    try {
      Class.forName("com.fasterxml.jackson.core.StreamReadConstraints", false, JsonFactory.class.getClassLoader());
    } catch (ClassNotFoundException older) {
      return new JsonFactory();
    }
    return Unlimited.factory();
  }

  /** Loaded only where Jackson has limits. */
  private static final class Unlimited {
    /** The native library has limits of its own. */
    static JsonFactory factory() {
      return JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();
    }
  }

  /** What writes into a generator. */
  public interface Writer {
    /** Writes a value. */
    void write(JsonGenerator out) throws IOException;
  }

  /** What can be written as JSON by itself. */
  public interface Writable {
    /** Writes this value. */
    void writeTo(JsonGenerator out) throws IOException;
  }

  /** The text of what {@code writer} writes. */
  public static byte[] encode(Writer writer) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder(256)) {
      JsonGenerator out = FACTORY.createGenerator(bytes);
      writer.write(out);
      out.close();
      return bytes.toByteArray();
    } catch (IOException error) {
      throw new IllegalArgumentException("this cannot be written as JSON: " + error.getMessage(), error);
    }
  }

  /** The text of a value. */
  public static byte[] encode(Object value) {
    return encode(out -> write(out, value));
  }

  /** Writes a value: what {@link #decode} answers, and arrays, iterables, optionals and enums. */
  public static void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof String) {
      out.writeString((String) value);
    } else if (value == null) {
      out.writeNull();
    } else if (value instanceof Writable) {
      ((Writable) value).writeTo(out);
    } else if (value instanceof Boolean) {
      out.writeBoolean((Boolean) value);
    } else if (value instanceof Number) {
      number(out, (Number) value);
    } else if (value instanceof Map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> member : ((Map<?, ?>) value).entrySet()) {
        out.writeFieldName(String.valueOf(member.getKey()));
        write(out, member.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof Iterable) {
      out.writeStartArray();
      for (Object item : (Iterable<?>) value) {
        write(out, item);
      }
      out.writeEndArray();
    } else if (value instanceof Object[]) {
      out.writeStartArray();
      for (Object item : (Object[]) value) {
        write(out, item);
      }
      out.writeEndArray();
    } else if (value instanceof Optional) {
      write(out, ((Optional<?>) value).orElse(null));
    } else if (value instanceof CharSequence || value instanceof Character) {
      out.writeString(value.toString());
    } else if (value instanceof Enum) {
      out.writeString(((Enum<?>) value).name());
    } else {
      throw new IllegalArgumentException("a " + value.getClass().getName() + " cannot be written as JSON");
    }
  }

  private static void number(JsonGenerator out, Number value) throws IOException {
    if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte) {
      out.writeNumber(value.longValue());
    } else if (value instanceof BigInteger) {
      out.writeNumber((BigInteger) value);
    } else if (value instanceof BigDecimal) {
      out.writeNumber((BigDecimal) value);
    } else if (value instanceof Float && !value.toString().contains("N") && !value.toString().contains("I")) {
      out.writeNumber(value.floatValue());
    } else if (Double.isNaN(value.doubleValue()) || Double.isInfinite(value.doubleValue())) {
      throw new IllegalArgumentException("JSON has no " + value);
    } else {
      out.writeNumber(value.doubleValue());
    }
  }

  /** Reads a text. */
  public static Object decode(byte[] text, int from, int length) {
    try (JsonParser in = parser(text, from, length)) {
      in.nextToken();
      return read(in);
    } catch (IOException error) {
      throw new IllegalStateException("the native library answered no JSON", withoutText(error));
    }
  }

  /** Reads a text. */
  public static Object decode(byte[] text) {
    return decode(text, 0, text.length);
  }

  /** Reads an object; empty if it is none. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(Object value) {
    return value instanceof Map ? (Map<String, Object>) value : new LinkedHashMap<>();
  }

  /** A parser of a text. */
  static JsonParser parser(byte[] text, int from, int length) throws IOException {
    return FACTORY.createParser(text, from, length);
  }

  /** The value at the parser's token. */
  public static Object read(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == null) {
      return null;
    }
    switch (token) {
      case START_OBJECT:
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
          in.nextToken();
          members.put(name, read(in));
        }
        return members;
      case START_ARRAY:
        List<Object> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(in));
        }
        return items;
      case VALUE_STRING:
        return in.getText();
      case VALUE_NUMBER_INT:
        return in.getNumberValue();
      case VALUE_NUMBER_FLOAT:
        return in.getDecimalValue();
      case VALUE_TRUE:
        return Boolean.TRUE;
      case VALUE_FALSE:
        return Boolean.FALSE;
      default:
        return null;
    }
  }

  /** Jackson's errors can quote the text, which may hold a ticket. */
  private static IOException withoutText(IOException error) {
    if (error instanceof JsonProcessingException) {
      ((JsonProcessingException) error).clearLocation();
    }
    return new IOException(error.getClass().getSimpleName());
  }
}
