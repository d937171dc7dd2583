package unofficial.qiyuesuo;

/** The platform was called too often; see {@link #getRetryAfter()}. */
public final class RateLimitException extends ApiException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public RateLimitException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "rate_limit";
  }
}
