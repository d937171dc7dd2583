package unofficial.qiyuesuo;

/** No answer arrived: DNS, refused, reset, TLS, proxy, or an answer cut before its end. */
public class ApiConnectionException extends QiyuesuoException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public ApiConnectionException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "connection";
  }
}
