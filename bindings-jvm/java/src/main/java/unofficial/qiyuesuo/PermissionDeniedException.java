package unofficial.qiyuesuo;

/** The platform refused the interface or the object to these credentials. */
public final class PermissionDeniedException extends ApiException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public PermissionDeniedException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "permission";
  }
}
