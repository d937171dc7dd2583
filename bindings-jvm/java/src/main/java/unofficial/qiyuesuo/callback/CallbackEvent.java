package unofficial.qiyuesuo.callback;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import unofficial.qiyuesuo.internal.Json;

/** What the platform reports. Its fields are hidden in {@link #toString()}. */
public final class CallbackEvent extends CallbackFields {
  private final String type;
  private final String authenticity;
  private final Map<String, Object> fields;
  private final Map<String, String> ownParameters;
  private final String fingerprint;
  private final boolean repeated;
  private final CallbackReply reply;

  CallbackEvent(Map<String, Object> event) {
    type = (String) event.get("type");
    authenticity = (String) event.get("authenticity");
    fields = Collections.unmodifiableMap(Json.object(event.get("fields")));
    Map<String, String> own = new LinkedHashMap<>();
    Json.object(event.get("own_parameters")).forEach((name, value) -> own.put(name, (String) value));
    ownParameters = Collections.unmodifiableMap(own);
    fingerprint = (String) event.get("fingerprint");
    repeated = Boolean.TRUE.equals(event.get("repeated"));
    reply = new CallbackReply(Json.object(event.get("reply")));
  }

  private CallbackEvent(Fake fake) {
    type = fake.type;
    authenticity = fake.authenticity;
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fake.fields));
    ownParameters = Collections.unmodifiableMap(new LinkedHashMap<>(fake.ownParameters));
    fingerprint = fake.fingerprint;
    repeated = fake.repeated;
    reply = fake.reply;
  }

  /**
   * An event that nobody sent, for tests of your own: {@code CallbackEvent.fake("personal_auth").field("status",
   * "1").build()}. What the platform posts is better read by {@link Callbacks}, in tests too.
   */
  public static Fake fake(String type) {
    return new Fake(type);
  }

  /** What it is about: see {@link CallbackType}. */
  @Override
  public String getType() {
    return type;
  }

  /** What is proven: see {@link CallbackAuthenticity}. */
  public String getAuthenticity() {
    return authenticity;
  }

  /**
   * The platform's fields; from a form they are all texts. What {@link #getAuthenticity()} says is said of these, and of nothing
   * else; {@code timestamp_only} does not cover them.
   */
  public Map<String, Object> getFields() {
    return fields;
  }

  /** A field as text, a number as its digits; {@code null} where there is none. */
  @Override
  public String text(String name) {
    Object value = fields.get(name);
    return value instanceof String || value instanceof Number ? value.toString() : null;
  }

  /** Parameters beside them, such as those of your own callback address. Nothing proves who wrote them. */
  public Map<String, String> getOwnParameters() {
    return ownParameters;
  }

  /**
   * 64 hexadecimal digits that stand for this callback as it was sent, for a memory that several processes share (such as Redis
   * with {@code SET NX EX}).
   */
  public String getFingerprint() {
    return fingerprint;
  }

  /** Whether it was received before, within {@link Callbacks#remember}. */
  public boolean isRepeated() {
    return repeated;
  }

  /** What the platform wants to hear for this type. Anything else, and it repeats the callback. */
  public CallbackReply getReply() {
    return reply;
  }

  @Override
  public String toString() {
    return "CallbackEvent(type=" + type + ", authenticity=" + authenticity + ", fields=" + fields.keySet() + ")";
  }

  /** Makes an event for a test: nothing was proven of it, it has no fields, and wants {@code success} as its reply. */
  public static final class Fake {
    private final String type;
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Map<String, String> ownParameters = new LinkedHashMap<>();
    private String authenticity = "none";
    private String fingerprint = String.join("", Collections.nCopies(64, "0"));
    private boolean repeated;
    private CallbackReply reply = new CallbackReply(200, "text/plain", "success");

    private Fake(String type) {
      this.type = type;
    }

    /** A field of the platform's. */
    public Fake field(String name, Object value) {
      fields.put(name, value);
      return this;
    }

    /** A parameter beside the fields. */
    public Fake ownParameter(String name, String value) {
      ownParameters.put(name, value);
      return this;
    }

    /** What was proven. */
    public Fake authenticity(String authenticity) {
      this.authenticity = authenticity;
      return this;
    }

    /** What stands for it. */
    public Fake fingerprint(String fingerprint) {
      this.fingerprint = fingerprint;
      return this;
    }

    /** Whether it was received before. */
    public Fake repeated(boolean repeated) {
      this.repeated = repeated;
      return this;
    }

    /** What {@link CallbackEvent#getReply} answers. */
    public Fake reply(CallbackReply reply) {
      this.reply = reply;
      return this;
    }

    /** The event. */
    public CallbackEvent build() {
      return new CallbackEvent(this);
    }
  }
}
