package unofficial.qiyuesuo;

/** The platform did not accept credentials, signature, time or nonce; the message says what to check. */
public final class AuthenticationException extends ApiException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public AuthenticationException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "authentication";
  }
}
