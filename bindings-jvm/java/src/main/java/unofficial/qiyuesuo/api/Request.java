package unofficial.qiyuesuo.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unofficial.qiyuesuo.FilePart;
import unofficial.qiyuesuo.internal.Json;

/** The request of a call. */
public abstract class Request extends Members implements Json.Writable {
  private final Map<String, Object> extra;

  Request(Object[] values, Map<String, Object> extra) {
    super(values);
    this.extra = extra;
  }

  /** Members to send beyond the declared ones, as they are. */
  public final Map<String, Object> getExtra() {
    return extra;
  }

  static Map<String, Object> frozen(Map<String, ?> extra) {
    return extra == null || extra.isEmpty()
        ? Collections.emptyMap()
        : Collections.unmodifiableMap(new LinkedHashMap<>(extra));
  }

  /** Not part of the public interface. */
  @Override
  public final void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    shape().write(out, values());
    if (!extra.isEmpty()) {
      out.writeFieldName("extra");
      Json.write(out, extra);
    }
    out.writeEndObject();
  }

  /** The files that are set, under the names of their parts. */
  final List<FilePart> sentFiles() {
    Shape shape = shape();
    if (shape.files == 0) {
      return Collections.emptyList();
    }
    List<FilePart> files = new ArrayList<>(shape.files);
    for (int i = shape.wire.length - shape.files; i < shape.wire.length; i++) {
      Object given = get(i);
      for (Object file : given instanceof List ? (List<?>) given : Collections.singletonList(given)) {
        if (file != null) {
          FilePart part = ((FilePart) file).name(shape.wire[i]);
          files.add(part.filename() == null ? part.filename(shape.wire[i]) : part);
        }
      }
    }
    return files;
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> members = super.toMap();
    if (!extra.isEmpty()) {
      members.put("extra", extra);
    }
    return members;
  }
}
