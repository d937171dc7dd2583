package unofficial.qiyuesuo;

/** No answer arrived: DNS, refused, reset, TLS, proxy, or an answer cut before its end. */
public class ApiConnectionException extends QiyuesuoException {
  private static final long serialVersionUID = 1;

  /** Not part of the public interface. */
  public ApiConnectionException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "connection";
  }
}
