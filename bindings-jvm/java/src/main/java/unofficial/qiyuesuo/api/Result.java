package unofficial.qiyuesuo.api;

import java.util.Map;
import unofficial.qiyuesuo.internal.Json;
import unofficial.qiyuesuo.internal.Reply;

/** What the platform answered. */
public abstract class Result extends Members {
  private static final long serialVersionUID = 1L;

  private final Map<String, Object> extra;
  private final int httpStatus;
  private final int attempts;

  Result(Shape shape, Reply reply) {
    this(shape, reply, Json.object(reply.json()));
  }

  private Result(Shape shape, Reply reply, Map<String, Object> members) {
    super(shape.read(members));
    extra = Struct.others(members);
    httpStatus = reply.httpStatus();
    attempts = reply.attempts();
  }

  /** Members the platform sent beside the declared ones, or of another type than declared, under its names. */
  public final Map<String, Object> getExtra() {
    return extra;
  }

  /** HTTP status of the answer. */
  public final int getHttpStatus() {
    return httpStatus;
  }

  /** How many attempts the call took. */
  public final int getAttempts() {
    return attempts;
  }

  /** The members the platform sent, under its names, {@link #getExtra} included. */
  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> members = super.toMap();
    members.putAll(extra);
    return members;
  }
}
