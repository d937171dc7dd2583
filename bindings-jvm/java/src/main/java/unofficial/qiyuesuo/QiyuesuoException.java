package unofficial.qiyuesuo;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;

/**
 * Base of every exception of this package; all have the same attributes, {@code null} where unknown.
 *
 * <p>Neither the message nor {@link #toString()} ever holds a secret, a signature, a ticket, personal data or a body.
 */
public abstract class QiyuesuoException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String told;
  private final String operation;
  private final Integer httpStatus;
  private final Long code;
  private final String responseCode;
  private final String field;
  private final int attempts;
  private final Duration retryAfter;
  private final String requestId;
  private final transient Map<String, String> headers;
  private final transient String body;

  /**
   * What an exception is made of, for tests of your own too: {@code new RateLimitException(new Details("too
   * often").httpStatus(429))}.
   */
  public static final class Details {
    private final String message;
    /** The operation. */
    public String operation;
    /** HTTP status. */
    public Integer httpStatus;
    /** Code. */
    public Long code;
    /** Response code. */
    public String responseCode;
    /** Field. */
    public String field;
    /** Attempts. */
    public int attempts;
    /** How long to wait. */
    public Duration retryAfter;
    /** Request id. */
    public String requestId;
    /** Headers. */
    public Map<String, String> headers = Collections.emptyMap();
    /** Body. */
    public String body;

    /** Details that have a message alone. */
    public Details(String message) {
      this.message = message;
    }

    /** Sets the operation, such as {@code personal_auth.create_ticket}. */
    public Details operation(String operation) {
      this.operation = operation;
      return this;
    }

    /** Sets the HTTP status. */
    public Details httpStatus(int httpStatus) {
      this.httpStatus = httpStatus;
      return this;
    }

    /** Sets the {@code code} of the envelope. */
    public Details code(long code) {
      this.code = code;
      return this;
    }

    /** Sets the {@code responseCode} of the envelope. */
    public Details responseCode(String responseCode) {
      this.responseCode = responseCode;
      return this;
    }

    /** Sets the field or option that is wrong. */
    public Details field(String field) {
      this.field = field;
      return this;
    }

    /** Sets the number of attempts. */
    public Details attempts(int attempts) {
      this.attempts = attempts;
      return this;
    }

    /** Sets how long to wait before the next try. */
    public Details retryAfter(Duration retryAfter) {
      this.retryAfter = retryAfter;
      return this;
    }

    /** Sets the id that the answer gives to the request. */
    public Details requestId(String requestId) {
      this.requestId = requestId;
      return this;
    }

    /** Sets the headers of the answer; names in lower case. */
    public Details headers(Map<String, String> headers) {
      this.headers = headers;
      return this;
    }

    /** Sets what {@link QiyuesuoException#body} answers. */
    public Details body(String body) {
      this.body = body;
      return this;
    }
  }

  /** For the classes of this package and of {@code compat}. */
  protected QiyuesuoException(Details details) {
    super(text(details));
    told = details.message;
    operation = details.operation;
    httpStatus = details.httpStatus;
    code = details.code;
    responseCode = details.responseCode;
    field = details.field;
    attempts = details.attempts;
    retryAfter = details.retryAfter;
    requestId = details.requestId;
    headers = Collections.unmodifiableMap(details.headers);
    body = details.body;
  }

  /** These attributes once more, with another message. Not part of the public interface. */
  public final Details details(String message) {
    Details details = new Details(message);
    details.operation = operation;
    details.httpStatus = httpStatus;
    details.code = code;
    details.responseCode = responseCode;
    details.field = field;
    details.attempts = attempts;
    details.retryAfter = retryAfter;
    details.requestId = requestId;
    details.headers = getHeaders();
    details.body = body;
    return details;
  }

  private static String text(Details details) {
    String text = details.operation == null ? details.message : details.operation + ": " + details.message;
    return details.attempts > 1 ? text + " (" + details.attempts + " attempts)" : text;
  }

  /** What kind of failure this is, the same word in every language of the SDK. */
  public abstract String getKind();

  /** What went wrong, for people, without the operation that {@link #getMessage()} begins with. */
  public String getReason() {
    return told;
  }

  /** Such as {@code personal_auth.create_ticket}, or {@code request} for a raw request. */
  public String getOperation() {
    return operation;
  }

  /** HTTP status of the answer, if one arrived. */
  public Integer getHttpStatus() {
    return httpStatus;
  }

  /** {@code code} of the platform's envelope. */
  public Long getCode() {
    return code;
  }

  /** {@code responseCode} of the platform's envelope. */
  public String getResponseCode() {
    return responseCode;
  }

  /** The field or option that is wrong, as a path: {@code user.contactType}. */
  public String getField() {
    return field;
  }

  /** How often the request was sent or tried to be sent; 0 when it never left. */
  public int getAttempts() {
    return attempts;
  }

  /** How long the platform asks to wait before the next try. */
  public Duration getRetryAfter() {
    return retryAfter;
  }

  /** The id that the answer gives to the request, for questions to the platform's support; see {@link ResponseInfo}. */
  public String getRequestId() {
    return requestId;
  }

  /** Headers of the answer, without cookies; names in lower case. */
  public Map<String, String> getHeaders() {
    return headers == null ? Collections.emptyMap() : headers;
  }

  /**
   * The body of the answer. Every value but {@code code}, {@code responseCode} and {@code message} is masked, and a body that
   * is not JSON is described rather than shown, unless the option {@code captureBodies} is on. It is not serialized.
   */
  public String body() {
    return body;
  }
}
