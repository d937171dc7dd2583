package unofficial.qiyuesuo;

/** The platform answered with a {@code code} that is not success, or with another HTTP status of 4xx. */
public class ApiException extends QiyuesuoException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public ApiException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "api";
  }
}
