package unofficial.qiyuesuo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unofficial.qiyuesuo.internal.Engine;
import unofficial.qiyuesuo.internal.Json;

/** Signs without a client, for programs with an HTTP library of their own. */
public final class Signing {
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Signing() {}

  /** Signs with the credentials of an application. */
  public static Signing with(String token, String secret) {
    Signing signing = new Signing();
    signing.values.put("token", token);
    signing.values.put("secret", secret);
    return signing;
  }

  /** Signs with the credentials of an agent (SaaS) alone. */
  public static Signing withAgent(String token, String secret) {
    return new Signing().agent(token, secret);
  }

  /** Credentials of an agent (SaaS) beside those of the application. */
  public Signing agent(String token, String secret) {
    return set("agent", OptionValues.credentials(token, secret));
  }

  /** Milliseconds since 1970, UTC. Default: now. */
  public Signing timestamp(long timestamp) {
    return set("timestamp", timestamp);
  }

  /** Used once in ten minutes. Default: a new UUID. */
  public Signing nonce(String nonce) {
    return set("nonce", nonce);
  }

  /** {@code md5} (default), {@code md5-without-nonce} or {@code hmac-sha256-provisional}. */
  public Signing rule(String preset) {
    return set("rule", preset);
  }

  /** A rule of your own. */
  public Signing rule(SignatureRule rule) {
    return set("rule", rule.toMap());
  }

  /** Prefix of the platform's header names. Default: {@code x-qys-open-}. */
  public Signing headerPrefix(String prefix) {
    return set("header_prefix", prefix);
  }

  /** Value of the language header. Default: none. */
  public Signing language(String language) {
    return set("language", language);
  }

  Signing set(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /**
   * The headers that sign a request.
   *
   * @throws ConfigurationException the rule cannot be used
   */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Object pair : (List<?>) Json.object(Engine.sign(values)).get("headers")) {
      headers.put((String) ((List<?>) pair).get(0), (String) ((List<?>) pair).get(1));
    }
    return headers;
  }

  /** Values are not shown: there are credentials. */
  @Override
  public String toString() {
    return "Signing" + values.keySet();
  }
}
