package unofficial.qiyuesuo;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What is known of an answer beside its content. */
public final class ResponseInfo implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int httpStatus;
  private final int attempts;
  private final double elapsedMs;
  private final String requestId;
  /** A line each, read when somebody asks for them. */
  private final String headerLines;

  /** Not part of the public interface. */
  public ResponseInfo(int httpStatus, int attempts, double elapsedMs, String requestId, String headerLines) {
    this.httpStatus = httpStatus;
    this.attempts = attempts;
    this.elapsedMs = elapsedMs;
    this.requestId = requestId;
    this.headerLines = headerLines;
  }

  /** What is told of an answer that nobody sent, for tests of your own: HTTP status 200, one attempt, no headers. */
  public static ResponseInfo fake() {
    return new ResponseInfo(200, 1, 0, null, "");
  }

  /** For tests: the same with this HTTP status. */
  public ResponseInfo httpStatus(int httpStatus) {
    return new ResponseInfo(httpStatus, attempts, elapsedMs, requestId, headerLines);
  }

  /** For tests: the same with this number of attempts. */
  public ResponseInfo attempts(int attempts) {
    return new ResponseInfo(httpStatus, attempts, elapsedMs, requestId, headerLines);
  }

  /** For tests: the same with this duration, in milliseconds. */
  public ResponseInfo elapsedMs(double elapsedMs) {
    return new ResponseInfo(httpStatus, attempts, elapsedMs, requestId, headerLines);
  }

  /** For tests: the same with this id of the request. */
  public ResponseInfo requestId(String requestId) {
    return new ResponseInfo(httpStatus, attempts, elapsedMs, requestId, headerLines);
  }

  /** For tests: the same with these headers, names in lower case. */
  public ResponseInfo headers(Map<String, String> headers) {
    StringBuilder lines = new StringBuilder();
    headers.forEach((name, value) -> lines.append(name).append(": ").append(value).append('\n'));
    return new ResponseInfo(httpStatus, attempts, elapsedMs, requestId, lines.toString());
  }

  /** HTTP status. */
  public int getHttpStatus() {
    return httpStatus;
  }

  /** How many attempts the call took. */
  public int getAttempts() {
    return attempts;
  }

  /** How long the call took, all attempts and waits included, in milliseconds. */
  public double getElapsedMs() {
    return elapsedMs;
  }

  /**
   * The id that the answer gives to the request, for questions to the platform's support, or {@code null}: {@code
   * X-Request-Id}, or else {@code X-Trace-Id}, {@code X-B3-TraceId} or {@code EagleEye-TraceId}. Whether the platform sends
   * one of them is unknown.
   */
  public String getRequestId() {
    return requestId;
  }

  /** Headers of the answer, without cookies; names in lower case. */
  public Map<String, String> getHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : headerLines.split("\n")) {
      int at = line.indexOf(": ");
      if (at > 0) {
        headers.merge(line.substring(0, at), line.substring(at + 2), ResponseInfo::joined);
      }
    }
    return Collections.unmodifiableMap(headers);
  }

  /** Several headers of one name, as HTTP has it. Not part of the public interface. */
  public static String joined(String first, String second) {
    return first + ", " + second;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ResponseInfo)) {
      return false;
    }
    ResponseInfo that = (ResponseInfo) other;
    return httpStatus == that.httpStatus
        && attempts == that.attempts
        && Double.compare(elapsedMs, that.elapsedMs) == 0
        && Objects.equals(requestId, that.requestId)
        && getHeaders().equals(that.getHeaders());
  }

  @Override
  public int hashCode() {
    return Objects.hash(httpStatus, attempts, elapsedMs, requestId, getHeaders());
  }

  /** The values of the headers are hidden. */
  @Override
  public String toString() {
    return "ResponseInfo(httpStatus=" + httpStatus + ", attempts=" + attempts + ", elapsedMs=" + elapsedMs + ", requestId="
        + requestId + ", headers=" + getHeaders().keySet() + ")";
  }
}
