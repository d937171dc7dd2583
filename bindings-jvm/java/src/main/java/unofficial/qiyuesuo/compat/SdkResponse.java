package unofficial.qiyuesuo.compat;

/** The platform's envelope. */
public class SdkResponse<T> {
  private Integer code;
  private String responseCode;
  private String message;
  private T result;

  /** 0 means success. */
  public Integer getCode() {
    return code;
  }

  /** 0 means success. */
  public void setCode(Integer code) {
    this.code = code;
  }

  /** A finer code, of newer calls. */
  public String getResponseCode() {
    return responseCode;
  }

  /** A finer code, of newer calls. */
  public void setResponseCode(String responseCode) {
    this.responseCode = responseCode;
  }

  /** What the code means. */
  public String getMessage() {
    return message;
  }

  /** What the code means. */
  public void setMessage(String message) {
    this.message = message;
  }

  /** What was asked for. */
  public T getResult() {
    return result;
  }

  /** What was asked for. */
  public void setResult(T result) {
    this.result = result;
  }

  /** The result is not shown. */
  @Override
  public String toString() {
    return "SdkResponse(code=" + code + ", message=" + message + ")";
  }
}
