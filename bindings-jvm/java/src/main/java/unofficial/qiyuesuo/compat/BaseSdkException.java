package unofficial.qiyuesuo.compat;

import java.time.Duration;
import unofficial.qiyuesuo.QiyuesuoException;

/**
 * The platform's name for the exceptions of its SDK; it has the attributes of every exception here. One that is made of a
 * message, as in the platform's snippets, takes them from the failure that this thread met last, if the message tells of it.
 */
public class BaseSdkException extends QiyuesuoException {
  private static final long serialVersionUID = 1;

  /**
   * What {@link #noted} keeps. Threads of pools outlive calls and redeployed applications, so nothing of an answer's body is
   * in it, and no object whose class is of this library.
   */
  private static final ThreadLocal<Object[]> LAST = new ThreadLocal<>();

  private final String kind;

  /** An exception with a message of your own. */
  public BaseSdkException(String message) {
    this(message, last(message));
  }

  private BaseSdkException(String message, Object[] last) {
    super(details(message, last));
    kind = last == null ? "api" : (String) last[1];
  }

  BaseSdkException(QiyuesuoException cause) {
    super(cause.details(cause.getReason()));
    kind = cause.getKind();
    initCause(cause);
  }

  @Override
  public String getKind() {
    return kind;
  }

  /** Forgets what the last call of this thread came to. */
  static void forget() {
    LAST.remove();
  }

  /** Keeps a failure's attributes for an exception made of its message. */
  static BaseSdkException noted(BaseSdkException failure) {
    note(
        failure.getReason(),
        failure.kind,
        failure.getOperation(),
        failure.getHttpStatus(),
        failure.getCode(),
        failure.getResponseCode(),
        failure.getField(),
        failure.getAttempts(),
        failure.getRetryAfter());
    return failure;
  }

  /** Keeps the codes of a refusal that came with a status of success. */
  static void noteRefusal(SdkResponse<?> answer) {
    Long code = answer.getCode().longValue();
    note(String.valueOf(answer.getMessage()), "api", "request", 200, code, answer.getResponseCode(), null, 1, null);
  }

  private static void note(Object... attributes) {
    LAST.set(attributes);
  }

  private static Object[] last(String message) {
    Object[] last = LAST.get();
    return last != null && message != null && message.contains((String) last[0]) ? last : null;
  }

  private static Details details(String message, Object[] last) {
    Details details = new Details(message);
    if (last != null) {
      details.operation = (String) last[2];
      details.httpStatus = (Integer) last[3];
      details.code = (Long) last[4];
      details.responseCode = (String) last[5];
      details.field = (String) last[6];
      details.attempts = (Integer) last[7];
      details.retryAfter = (Duration) last[8];
    }
    return details;
  }
}
