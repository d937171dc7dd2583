package unofficial.qiyuesuo.callback;

import java.util.Map;

/** What the platform wants to hear. */
public final class CallbackReply {
  private final int status;
  private final String contentType;
  private final String body;

  CallbackReply(Map<String, Object> reply) {
    status = ((Number) reply.get("status")).intValue();
    contentType = (String) reply.get("content_type");
    body = (String) reply.get("body");
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
