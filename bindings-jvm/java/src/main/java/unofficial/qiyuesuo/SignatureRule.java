package unofficial.qiyuesuo;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How requests are signed, as data. It cannot be changed; each method answers a changed copy. */
public final class SignatureRule {
  private final Map<String, Object> members;

  private SignatureRule(Map<String, Object> members) {
    this.members = members;
  }

  /**
   * A rule.
   *
   * @param digest {@code md5} or {@code hmac-sha256}
   * @param parts what is signed, in order: {@code token}, {@code secret}, {@code timestamp}, {@code nonce}
   */
  public static SignatureRule of(String digest, String... parts) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("digest", digest);
    members.put("parts", Arrays.asList(parts.clone()));
    return new SignatureRule(members);
  }

  /** Key of the digest: {@code secret} or {@code none} (default). */
  public SignatureRule key(String key) {
    return with("key", key);
  }

  /** {@code hex} (default), {@code HEX} or {@code base64}. */
  public SignatureRule encoding(String encoding) {
    return with("encoding", encoding);
  }

  /** Further headers, sent as they are. */
  public SignatureRule headers(Map<String, String> headers) {
    return with("headers", new LinkedHashMap<>(headers));
  }

  private SignatureRule with(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(members);
    changed.put(name, value);
    return new SignatureRule(changed);
  }

  /** The members under the core's names. */
  public Map<String, Object> toMap() {
    return new LinkedHashMap<>(members);
  }

  @Override
  public String toString() {
    return "SignatureRule" + members;
  }
}
