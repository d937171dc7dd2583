package unofficial.qiyuesuo.compat;

import unofficial.qiyuesuo.QiyuesuoException;

/**
 * The platform's name for the exceptions of its SDK; it has the attributes of every exception here. One that is made of a
 * message, as in the platform's snippets, takes them from the failure that this thread met last, if the message tells of it.
 */
public class BaseSdkException extends QiyuesuoException {
  private static final long serialVersionUID = 1;
  private static final ThreadLocal<BaseSdkException> LAST = new ThreadLocal<>();

  private final String kind;

  /** An exception with a message of your own. */
  public BaseSdkException(String message) {
    this(message, told(message));
  }

  private BaseSdkException(String message, BaseSdkException from) {
    super(from == null ? new Details(message) : from.details(message));
    kind = from == null ? "api" : from.kind;
    if (from != null) {
      initCause(from);
    }
  }

  BaseSdkException(QiyuesuoException cause) {
    super(cause.details(cause.getReason()));
    kind = cause.getKind();
    initCause(cause);
  }

  BaseSdkException(String kind, Details details) {
    super(details);
    this.kind = kind;
  }

  @Override
  public String getKind() {
    return kind;
  }

  /** Remembers what a call of this thread came to: nothing, or a failure. */
  static BaseSdkException remembered(BaseSdkException failure) {
    if (failure == null) {
      LAST.remove();
    } else {
      LAST.set(failure);
    }
    return failure;
  }

  private static BaseSdkException told(String message) {
    BaseSdkException last = LAST.get();
    return last != null && message != null && message.contains(last.getReason()) ? last : null;
  }
}
