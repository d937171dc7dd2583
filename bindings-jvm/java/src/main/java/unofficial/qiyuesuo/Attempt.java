package unofficial.qiyuesuo;

import java.util.Map;

/** What one attempt of a call came to, for metrics. It holds nothing secret. */
public final class Attempt {
  private final Map<String, Object> members;

  /** Not part of the public interface. */
  public Attempt(Map<String, Object> members) {
    this.members = members;
  }

  /** The operation, or {@code request} for a raw request. */
  public String getOperation() {
    return (String) members.get("operation");
  }

  /** 1 for the first. */
  public int getAttempt() {
    return ((Number) members.get("attempt")).intValue();
  }

  /** HTTP status, if an answer arrived, else {@code null}. */
  public Integer getHttpStatus() {
    Object status = members.get("http_status");
    return status == null ? null : ((Number) status).intValue();
  }

  /** {@code code} of the envelope, if there was one, else {@code null}. */
  public Long getCode() {
    Object code = members.get("code");
    return code == null ? null : ((Number) code).longValue();
  }

  /** Milliseconds from the first byte wanted to the last byte read. */
  public double getElapsedMs() {
    return ((Number) members.get("elapsed_ms")).doubleValue();
  }

  /** The kind of the failure, if it failed ({@code timeout}, {@code api}, ...), else {@code null}. */
  public String getErrorKind() {
    return (String) members.get("error_kind");
  }

  @Override
  public String toString() {
    return "Attempt" + members;
  }
}
