package unofficial.qiyuesuo.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import unofficial.qiyuesuo.internal.Json;

/** A part of a request or a result, such as a {@link User}. */
public abstract class Struct extends Members implements Json.Writable {
  private static final long serialVersionUID = 1L;

  private final Map<String, Object> extra;

  Struct(Object[] values, Map<String, Object> extra) {
    super(values);
    this.extra = extra;
  }

  /** What the native library found no member for. */
  static Map<String, Object> others(Map<String, Object> members) {
    Object extra = members.get("extra");
    return extra == null ? Collections.emptyMap() : Collections.unmodifiableMap(Json.object(extra));
  }

  /** In a result, members the platform sent beside the declared ones, or of another type than declared, under its names. */
  public final Map<String, Object> getExtra() {
    return extra;
  }

  /** The members that are set, under the platform's names, {@link #getExtra} included. */
  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> members = super.toMap();
    members.putAll(extra);
    return members;
  }

  /** Not part of the public interface. */
  @Override
  public final void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    shape().write(out, values());
    for (Map.Entry<String, Object> member : extra.entrySet()) {
      out.writeFieldName(member.getKey());
      Json.write(out, member.getValue());
    }
    out.writeEndObject();
  }
}
