package unofficial.qiyuesuo;

/** The call was cancelled: its client was closed, or its thread interrupted. */
public final class CancelledException extends QiyuesuoException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public CancelledException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "cancelled";
  }
}
