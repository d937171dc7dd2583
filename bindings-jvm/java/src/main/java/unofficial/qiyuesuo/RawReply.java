package unofficial.qiyuesuo;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import unofficial.qiyuesuo.internal.Json;
import unofficial.qiyuesuo.internal.Reply;

/** The answer to {@link QiyuesuoClient#request}. Its members are hidden in {@link #toString()}. */
public final class RawReply implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Object data;
  private final String text;
  private final ResponseInfo response;

  RawReply(Reply reply) {
    data = reply.json();
    text = reply.text();
    response = reply.response();
  }

  private RawReply(byte[] json, ResponseInfo response) {
    data = Json.decode(json);
    text = new String(json, StandardCharsets.UTF_8);
    this.response = response;
  }

  /** An answer that nobody sent, for tests of your own, of an envelope as JSON text. */
  public static RawReply fake(String envelope) {
    return new RawReply(envelope.getBytes(StandardCharsets.UTF_8), ResponseInfo.fake());
  }

  /** An answer that nobody sent, for tests of your own, of an envelope as a map. */
  public static RawReply fake(Map<String, ?> envelope) {
    return new RawReply(Json.encode(envelope), ResponseInfo.fake());
  }

  /** For tests: the same with this told of it. */
  public RawReply response(ResponseInfo response) {
    return new RawReply(text.getBytes(StandardCharsets.UTF_8), response);
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
    return response.getHttpStatus();
  }

  /** How many attempts the call took. */
  public int getAttempts() {
    return response.getAttempts();
  }

  /** HTTP status and headers of the answer, its request id, and what the call took. */
  public ResponseInfo getResponse() {
    return response;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawReply && Objects.equals(data, ((RawReply) other).data);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(data);
  }

  @Override
  public String toString() {
    return "RawReply(httpStatus=" + getHttpStatus() + ", attempts=" + getAttempts() + ")";
  }
}
