package unofficial.qiyuesuo;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
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

  private RawReply(byte[] json, int httpStatus, int attempts) {
    data = Json.decode(json);
    text = new String(json, StandardCharsets.UTF_8);
    this.httpStatus = httpStatus;
    this.attempts = attempts;
  }

  /** An answer that nobody sent, for tests of your own, of an envelope as JSON text. */
  public static RawReply fake(String envelope) {
    return new RawReply(envelope.getBytes(StandardCharsets.UTF_8), 200, 1);
  }

  /** An answer that nobody sent, for tests of your own, of an envelope as a map. */
  public static RawReply fake(Map<String, ?> envelope) {
    return new RawReply(Json.encode(envelope), 200, 1);
  }

  /** For tests: the same with this HTTP status. */
  public RawReply httpStatus(int httpStatus) {
    return new RawReply(text.getBytes(StandardCharsets.UTF_8), httpStatus, attempts);
  }

  /** For tests: the same with this number of attempts. */
  public RawReply attempts(int attempts) {
    return new RawReply(text.getBytes(StandardCharsets.UTF_8), httpStatus, attempts);
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
