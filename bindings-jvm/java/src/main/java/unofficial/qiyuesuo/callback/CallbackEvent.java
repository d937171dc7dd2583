package unofficial.qiyuesuo.callback;

import java.util.Collections;
import java.util.Map;
import unofficial.qiyuesuo.internal.Json;

/** What the platform reports. Its fields are hidden in {@link #toString()}. */
public final class CallbackEvent {
  private final String type;
  private final String authenticity;
  private final Map<String, Object> fields;
  private final CallbackReply reply;

  CallbackEvent(Map<String, Object> event) {
    type = (String) event.get("type");
    authenticity = (String) event.get("authenticity");
    fields = Collections.unmodifiableMap(Json.object(event.get("fields")));
    reply = new CallbackReply(Json.object(event.get("reply")));
  }

  /**
   * {@code contract}, {@code personal_auth}, {@code company_auth}, {@code seal_review}, {@code personal_sign} or {@code
   * unknown}.
   */
  public String getType() {
    return type;
  }

  /** {@code none}, {@code timestamp_only} (the signature over time and key was right) or {@code encrypted}. */
  public String getAuthenticity() {
    return authenticity;
  }

  /** The platform's fields; from a form they are all texts. */
  public Map<String, Object> getFields() {
    return fields;
  }

  /** What the platform wants to hear for this type. Anything else, and it repeats the callback. */
  public CallbackReply getReply() {
    return reply;
  }

  @Override
  public String toString() {
    return "CallbackEvent(type=" + type + ", authenticity=" + authenticity + ", fields=" + fields.keySet() + ")";
  }
}
