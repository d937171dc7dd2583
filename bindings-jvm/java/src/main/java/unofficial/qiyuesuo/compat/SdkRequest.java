package unofficial.qiyuesuo.compat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unofficial.qiyuesuo.FilePart;
import unofficial.qiyuesuo.RawRequest;

/** A request. A class of your own that names method, path and members reaches any other endpoint. */
public abstract class SdkRequest {
  private final String method;
  private final String path;
  private final String encoding;
  private final boolean repeatable;
  private final Map<String, Object> members = new LinkedHashMap<>();

  /**
   * A request.
   *
   * @param encoding how the members travel: {@code json}, {@code query} or {@code multipart}
   * @param repeatable whether the call may be repeated after it may have reached the platform
   */
  protected SdkRequest(String method, String path, String encoding, boolean repeatable) {
    this.method = method;
    this.path = path;
    this.encoding = encoding;
    this.repeatable = repeatable;
  }

  /** Sets a member, under the platform's name; {@code null} takes it away. */
  protected final void put(String name, Object value) {
    if (value == null) {
      members.remove(name);
    } else {
      members.put(name, value instanceof List ? new ArrayList<>((List<?>) value) : value);
    }
  }

  /** A member. */
  protected final Object get(String name) {
    return members.get(name);
  }

  final RawRequest raw() {
    RawRequest request = RawRequest.of(method, path).repeatable(repeatable);
    if (encoding.equals("json")) {
      return request.json(members);
    }
    for (Map.Entry<String, Object> member : members.entrySet()) {
      String name = member.getKey();
      Object value = member.getValue();
      if (encoding.equals("query")) {
        request = request.query(name, value);
      } else if (value instanceof FilePart) {
        FilePart file = (FilePart) value;
        request = request.part(name, file.filename() == null ? file.filename(name) : file);
      } else {
        request = request.part(name, JSONUtils.part(value));
      }
    }
    return request;
  }

  /** Values are not shown. */
  @Override
  public String toString() {
    return getClass().getSimpleName() + members.keySet();
  }
}
