package unofficial.qiyuesuo;

/** The platform failed. */
public final class ServerException extends ApiException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public ServerException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "server";
  }
}
