package unofficial.qiyuesuo;

import java.io.Serializable;
import java.util.Map;
import unofficial.qiyuesuo.internal.Json;
import unofficial.qiyuesuo.internal.Reply;

/** The answer to {@link QiyuesuoClient#request}. Its members are hidden in {@link #toString()}. */
public final class RawReply implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Object data;
  private final String text;
  private final int httpStatus;
  private final int attempts;

  RawReply(Reply reply) {
    data = reply.json();
    text = reply.text();
    httpStatus = reply.httpStatus();
    attempts = reply.attempts();
  }

  /** The whole envelope as maps, lists, texts, numbers and booleans; integers are exact. */
  public Object getData() {
    return data;
  }

  /** The {@code result} of the envelope, or {@code null}. */
  public Object getResult() {
    return data instanceof Map ? Json.object(data).get("result") : null;
  }

  /** The whole envelope as JSON text. */
  public String getText() {
    return text;
  }

  /** HTTP status of the answer. */
  public int getHttpStatus() {
    return httpStatus;
  }

  /** How many attempts the call took. */
  public int getAttempts() {
    return attempts;
  }

  @Override
  public String toString() {
    return "RawReply(httpStatus=" + httpStatus + ", attempts=" + attempts + ")";
  }
}
