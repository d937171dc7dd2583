package unofficial.qiyuesuo;

import java.util.Map;
import unofficial.qiyuesuo.internal.Engine;

/** Options for one call alone, or for {@link QiyuesuoClient#withOptions}. They cannot be changed. */
public final class CallOptions {
  /** Nothing but what the client has. */
  public static final CallOptions NONE = builder().build();

  private final Map<String, Object> values;
  private final byte[] text;

  private CallOptions(Map<String, Object> values) {
    this.values = values;
    this.text = Engine.options(values);
  }

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Not part of the public interface. */
  public byte[] text() {
    return text;
  }

  Map<String, Object> values() {
    return values;
  }

  /** Values are not shown: there may be credentials. */
  @Override
  public String toString() {
    return "CallOptions" + values.keySet();
  }

  /** Builds options. */
  public static final class Builder extends ViewOptions<Builder> {
    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /** The options. */
    public CallOptions build() {
      return new CallOptions(options());
    }
  }
}
