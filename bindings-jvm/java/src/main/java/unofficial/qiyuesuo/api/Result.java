package unofficial.qiyuesuo.api;

import java.util.Collections;
import java.util.Map;
import unofficial.qiyuesuo.ResponseInfo;
import unofficial.qiyuesuo.internal.Json;
import unofficial.qiyuesuo.internal.Reply;

/** What the platform answered. */
public abstract class Result extends Members {
  private static final long serialVersionUID = 1L;

  private final Meta meta;

  Result(Shape shape, Reply reply) {
    this(shape, reply, Collections.emptyMap());
  }

  Result(Shape shape, Reply reply, Map<String, Object> plugin) {
    this(shape, reply, plugin, Json.object(reply.json()));
  }

  private Result(Shape shape, Reply reply, Map<String, Object> plugin, Map<String, Object> members) {
    this(shape.read(members), Meta.of(reply, members, plugin));
  }

  Result(Object[] values, Meta meta) {
    super(values);
    this.meta = meta;
  }

  final Meta meta() {
    return meta;
  }

  /** Members the platform sent beside the declared ones, or of another type than declared, under its names. */
  public final Map<String, Object> getExtra() {
    return meta.extra;
  }

  /** HTTP status of the answer. */
  public final int getHttpStatus() {
    return meta.response.getHttpStatus();
  }

  /** How many attempts the call took. */
  public final int getAttempts() {
    return meta.response.getAttempts();
  }

  /** HTTP status and headers of the answer, its request id, and what the call took. */
  public final ResponseInfo getResponse() {
    return meta.response;
  }

  /** The members the platform sent, under its names, {@link #getExtra} included. */
  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> members = super.toMap();
    members.putAll(meta.extra);
    return members;
  }
}
