package unofficial.qiyuesuo;

/** The request is wrong and was not sent: fix {@link #getField()}. */
public final class ValidationException extends QiyuesuoException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public ValidationException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "validation";
  }
}
