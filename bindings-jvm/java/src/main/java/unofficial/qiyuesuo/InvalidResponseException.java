package unofficial.qiyuesuo;

/** The answer is none of the platform's: no envelope, too large, a redirect, or without its result. */
public final class InvalidResponseException extends QiyuesuoException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public InvalidResponseException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "invalid_response";
  }
}
