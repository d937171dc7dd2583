package unofficial.qiyuesuo;

/** The platform failed. */
public final class ServerException extends ApiException {
  private static final long serialVersionUID = 1;

  /** Not part of the public interface. */
  public ServerException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "server";
  }
}
