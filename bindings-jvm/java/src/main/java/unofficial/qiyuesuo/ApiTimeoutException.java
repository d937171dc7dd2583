package unofficial.qiyuesuo;

/** A time-out ran out; the message says which. */
public final class ApiTimeoutException extends ApiConnectionException {
  private static final long serialVersionUID = 1;

  /** Not part of the public interface. */
  public ApiTimeoutException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "timeout";
  }
}
