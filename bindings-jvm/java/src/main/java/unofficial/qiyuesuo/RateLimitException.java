package unofficial.qiyuesuo;

/** The platform was called too often; see {@link #getRetryAfter()}. */
public final class RateLimitException extends ApiException {
  private static final long serialVersionUID = 1;

  /** Not part of the public interface. */
  public RateLimitException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "rate_limit";
  }
}
