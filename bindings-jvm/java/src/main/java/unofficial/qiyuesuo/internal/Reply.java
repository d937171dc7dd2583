package unofficial.qiyuesuo.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import unofficial.qiyuesuo.ResponseInfo;

/** A record of the native library: what became of a call. The layout is {@link RecordHead}'s. */
public final class Reply {
  /** It came, and could not be copied into the heap. */
  static final int LOST = -1;

  private final byte[] records;
  private final int body;
  private final int details;
  private final int headers;
  private final int end;
  final long operation;
  final int kind;
  private final int attempts;
  private final int httpStatus;
  private final long elapsedUs;
  private final Throwable failure;

  Reply(byte[] records, int at) {
    ByteBuffer head = ByteBuffer.wrap(records).order(ByteOrder.nativeOrder());
    this.records = records;
    failure = null;
    operation = head.getLong(at + RecordHead.OPERATION);
    body = at + RecordHead.LENGTH;
    details = body + (int) head.getLong(at + RecordHead.BODY_LEN);
    elapsedUs = head.getLong(at + RecordHead.ELAPSED_US);
    headers = details + head.getInt(at + RecordHead.DETAILS_LEN);
    attempts = head.getInt(at + RecordHead.ATTEMPTS);
    httpStatus = head.getInt(at + RecordHead.HTTP_STATUS);
    kind = head.getInt(at + RecordHead.KIND);
    end = headers + head.getInt(at + RecordHead.HEADERS_LEN);
  }

  /** What is left of an answer that could not be copied. */
  Reply(long operation, Throwable failure) {
    this.operation = operation;
    this.failure = failure;
    kind = LOST;
    records = null;
    body = details = headers = end = attempts = httpStatus = 0;
    elapsedUs = 0;
  }

  /** Throws what kept this answer from being copied, if it was not. */
  void check() {
    if (failure instanceof Error) {
      throw (Error) failure;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  /** What is known of it beside its content. */
  public ResponseInfo response() {
    String lines = new String(records, headers, end - headers, StandardCharsets.UTF_8);
    return new ResponseInfo(httpStatus, attempts, elapsedUs / 1000.0, (String) details().get("request_id"), lines);
  }

  /** The body as it is. */
  public byte[] bytes() {
    return Arrays.copyOfRange(records, body, details);
  }

  /** The body as text. */
  public String text() {
    return new String(records, body, details - body, StandardCharsets.UTF_8);
  }

  /** The body as JSON. */
  public Object json() {
    return Json.decode(records, body, details - body);
  }

  /** What reads the body piece by piece. */
  public <T> T parse(Parsing<T> parsing) {
    return parsing.from(records, body, details - body);
  }

  /** Reads a JSON text. */
  public interface Parsing<T> {
    /** What the text holds. */
    T from(byte[] text, int from, int length);
  }

  /** What is known beside the body: the request's id, the plugin's page of a ticket, the name and type of a file. */
  public Map<String, Object> details() {
    return Json.object(details == headers ? null : Json.decode(records, details, headers - details));
  }

  /** Nothing of the body is shown. */
  @Override
  public String toString() {
    return "Reply(" + (details - body) + " bytes)";
  }
}
