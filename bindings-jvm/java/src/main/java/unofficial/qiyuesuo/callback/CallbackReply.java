package unofficial.qiyuesuo.callback;

import java.util.Map;

/** What the platform wants to hear. */
public final class CallbackReply {
  private final int status;
  private final String contentType;
  private final String body;

  CallbackReply(Map<String, Object> reply) {
    this(((Number) reply.get("status")).intValue(), (String) reply.get("content_type"), (String) reply.get("body"));
  }

  /** A reply, for tests of your own. */
  public CallbackReply(int status, String contentType, String body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  /** HTTP status. */
  public int getStatus() {
    return status;
  }

  /** Media type. */
  public String getContentType() {
    return contentType;
  }

  /** Body. */
  public String getBody() {
    return body;
  }

  @Override
  public String toString() {
    return "CallbackReply(" + status + ", " + contentType + ", " + body + ")";
  }
}
