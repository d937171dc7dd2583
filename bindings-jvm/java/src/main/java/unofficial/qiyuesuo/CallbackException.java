package unofficial.qiyuesuo;

/** A callback that is forged, too old, unreadable, or none. */
public final class CallbackException extends QiyuesuoException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public CallbackException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "callback";
  }
}
