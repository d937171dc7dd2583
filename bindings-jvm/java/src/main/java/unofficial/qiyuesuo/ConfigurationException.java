package unofficial.qiyuesuo;

/** The client's settings are wrong; {@link #getField()} names the option. Also: the client is closed. */
public final class ConfigurationException extends QiyuesuoException {
  private static final long serialVersionUID = 1;

  /** For tests of your own too. */
  public ConfigurationException(Details details) {
    super(details);
  }

  @Override
  public String getKind() {
    return "configuration";
  }
}
