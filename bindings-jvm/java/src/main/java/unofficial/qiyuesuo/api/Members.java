package unofficial.qiyuesuo.api;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An object that cannot be changed, compares by its members, and hides their values in {@link #toString()}. It can be
 * serialised, with its values, for caches and sessions.
 */
public abstract class Members implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Object[] values;

  Members(Object[] values) {
    this.values = values;
  }

  abstract Shape shape();

  final Object get(int member) {
    return values[member];
  }

  final String text(int member) {
    Object value = values[member];
    return value == null ? null : value.toString();
  }

  final Long integer(int member) {
    Object value = values[member];
    return value instanceof Number ? (Long) ((Number) value).longValue() : null;
  }

  final Double decimal(int member) {
    Object value = values[member];
    return value instanceof Number ? (Double) ((Number) value).doubleValue() : null;
  }

  final Boolean flag(int member) {
    Object value = values[member];
    return value instanceof Boolean ? (Boolean) value : null;
  }

  @SuppressWarnings("unchecked")
  final <T> List<T> items(int member) {
    Object value = values[member];
    return value instanceof List ? (List<T>) value : null;
  }

  final Object[] values() {
    return values;
  }

  /** A copy of the values with one of them changed. */
  final Object[] with(int member, Object value) {
    Object[] changed = values.clone();
    changed[member] = value;
    return changed;
  }

  /** A copy of a list that nobody can change. */
  static <T> List<T> copy(Collection<? extends T> items) {
    return items == null ? null : Collections.unmodifiableList(new ArrayList<>(items));
  }

  /** A list of these, that nobody can change. */
  @SafeVarargs
  @SuppressWarnings("varargs")
  static <T> List<T> copy(T... items) {
    return items == null ? null : Collections.unmodifiableList(new ArrayList<>(Arrays.asList(items)));
  }

  /** The members that are set, under the platform's names. */
  public Map<String, Object> toMap() {
    Map<String, Object> members = new LinkedHashMap<>();
    String[] wire = shape().wire;
    for (int i = 0; i < wire.length; i++) {
      if (values[i] != null) {
        members.put(wire[i], plain(values[i]));
      }
    }
    return members;
  }

  private static Object plain(Object value) {
    if (value instanceof Members) {
      return ((Members) value).toMap();
    }
    if (value instanceof List) {
      List<Object> items = new ArrayList<>();
      for (Object item : (List<?>) value) {
        items.add(plain(item));
      }
      return items;
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other != null && getClass() == other.getClass() && toMap().equals(((Members) other).toMap());
  }

  @Override
  public int hashCode() {
    return toMap().hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(shape().name).append('(');
    String separator = "";
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        text.append(separator).append(shape().wire[i]).append('=').append(masked(values[i]));
        separator = ", ";
      }
    }
    return text.append(')').toString();
  }

  private static String masked(Object value) {
    return value instanceof Boolean || value instanceof Struct ? value.toString() : "***";
  }
}
