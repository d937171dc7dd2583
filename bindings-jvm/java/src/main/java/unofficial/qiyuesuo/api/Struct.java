package unofficial.qiyuesuo.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import unofficial.qiyuesuo.internal.Json;

/** A part of a request or a result, such as a {@link User}. */
public abstract class Struct extends Members implements Json.Writable {
  Struct(Object[] values) {
    super(values);
  }

  /** Not part of the public interface. */
  @Override
  public final void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    shape().write(out, values());
    out.writeEndObject();
  }
}
