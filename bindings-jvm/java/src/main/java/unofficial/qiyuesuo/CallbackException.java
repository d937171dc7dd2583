package unofficial.qiyuesuo;

/** A callback that is forged, too old, unreadable, or none. */
public final class CallbackException extends QiyuesuoException {
  private static final long serialVersionUID = 1;

  /** Not part of the public interface. */
  public CallbackException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "callback";
  }
}
