package unofficial.qiyuesuo.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import unofficial.qiyuesuo.internal.Json;

/** The members of a generated class, in the order of their values. */
final class Shape {
  final String name;
  /** How many of the members are files, which stand behind the fields. */
  final int files;
  final String[] wire;
  private final SerializedString[] written;
  private final Map<String, Integer> index = new HashMap<>();
  private final Map<Integer, Function<Map<String, Object>, ? extends Struct>> nested = new HashMap<>();

  Shape(String name, int files, String... wire) {
    this.name = name;
    this.files = files;
    this.wire = wire;
    written = new SerializedString[wire.length];
    for (int i = 0; i < wire.length; i++) {
      written[i] = new SerializedString(wire[i]);
      index.put(wire[i], i);
    }
  }

  /** Says that a member holds objects of a class. */
  Shape holding(int member, Function<Map<String, Object>, ? extends Struct> read) {
    nested.put(member, read);
    return this;
  }

  /** Values of nothing. */
  Object[] empty() {
    return new Object[wire.length];
  }

  /** Takes the members this shape has. */
  Object[] read(Map<String, Object> members) {
    Object[] values = empty();
    members.forEach(
        (name, value) -> {
          Integer member = index.get(name);
          if (member != null) {
            values[member] = read(member, value);
          }
        });
    return values;
  }

  private Object read(int member, Object value) {
    Function<Map<String, Object>, ? extends Struct> read = nested.get(member);
    if (read == null || value == null) {
      return value;
    }
    if (value instanceof List) {
      List<Object> items = new ArrayList<>();
      for (Object item : (List<?>) value) {
        items.add(read.apply(Json.object(item)));
      }
      return items;
    }
    return read.apply(Json.object(value));
  }

  /** Writes the fields that are set. */
  void write(JsonGenerator out, Object[] values) throws IOException {
    for (int i = 0; i < wire.length - files; i++) {
      if (values[i] != null) {
        out.writeFieldName(written[i]);
        Json.write(out, values[i]);
      }
    }
  }
}
