package unofficial.qiyuesuo.api;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import unofficial.qiyuesuo.ResponseInfo;
import unofficial.qiyuesuo.internal.Json;
import unofficial.qiyuesuo.internal.Reply;

/** A result whose shape is unknown. When it becomes known, members come beside {@link #getData}. */
public abstract class OpenResult implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String text;
  private final ResponseInfo response;

  OpenResult(Reply reply) {
    text = reply.text();
    response = reply.response();
  }

  OpenResult(Object data, ResponseInfo response) {
    text = new String(Json.encode(data), StandardCharsets.UTF_8);
    this.response = response;
  }

  /**
   * The result as maps, lists, texts, numbers and booleans; integers are exact. {@code null} if the platform sent none.
   */
  public final Object getData() {
    return Json.decode(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The result as JSON text. */
  public final String getText() {
    return text;
  }

  /** HTTP status of the answer. */
  public final int getHttpStatus() {
    return response.getHttpStatus();
  }

  /** How many attempts the call took. */
  public final int getAttempts() {
    return response.getAttempts();
  }

  /** HTTP status and headers of the answer, its request id, and what the call took. */
  public final ResponseInfo getResponse() {
    return response;
  }

  @Override
  public final boolean equals(Object other) {
    return other != null && other.getClass() == getClass() && Objects.equals(getData(), ((OpenResult) other).getData());
  }

  @Override
  public final int hashCode() {
    return Objects.hashCode(getData());
  }

  /** Its data is hidden. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(httpStatus=" + getHttpStatus() + ", attempts=" + getAttempts() + ")";
  }
}
