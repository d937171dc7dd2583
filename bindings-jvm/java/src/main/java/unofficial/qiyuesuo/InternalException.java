package unofficial.qiyuesuo;

/** A defect of this package: please report it. */
public final class InternalException extends QiyuesuoException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public InternalException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "internal";
  }
}
