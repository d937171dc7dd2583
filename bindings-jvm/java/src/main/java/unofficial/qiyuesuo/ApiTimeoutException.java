package unofficial.qiyuesuo;

/** A time-out ran out; the message says which. */
public final class ApiTimeoutException extends ApiConnectionException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public ApiTimeoutException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "timeout";
  }
}
