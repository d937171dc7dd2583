package unofficial.qiyuesuo.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unofficial.qiyuesuo.*;

/** Errors of the native library as exceptions. */
final class Failures {
  private Failures() {}

  static QiyuesuoException of(Object json) {
    Map<String, Object> members = Json.object(json);
    return ErrorClasses.of(String.valueOf(members.get("kind")), details(members));
  }

  /** As the native library says it. */
  static QiyuesuoException closed() {
    return new ConfigurationException(new QiyuesuoException.Details("the client is closed"));
  }

  private static QiyuesuoException.Details details(Map<String, Object> members) {
    QiyuesuoException.Details details = new QiyuesuoException.Details((String) members.get("message"));
    details.operation = (String) members.get("operation");
    details.httpStatus = integer(members.get("http_status"));
    Object code = members.get("code");
    details.code = code == null ? null : ((Number) code).longValue();
    details.responseCode = (String) members.get("response_code");
    details.field = (String) members.get("field");
    Integer attempts = integer(members.get("attempts"));
    details.attempts = attempts == null ? 0 : attempts;
    Object seconds = members.get("retry_after");
    details.retryAfter =
        seconds == null ? null : Duration.ofNanos((long) (((Number) seconds).doubleValue() * 1e9));
    details.requestId = (String) members.get("request_id");
    details.body = (String) members.get("body");
    if (members.get("headers") instanceof List) {
      Map<String, String> headers = new LinkedHashMap<>();
      for (Object pair : (List<?>) members.get("headers")) {
        List<?> both = (List<?>) pair;
        headers.merge((String) both.get(0), (String) both.get(1), ResponseInfo::joined);
      }
      details.headers = headers;
    }
    return details;
  }

  private static Integer integer(Object value) {
    return value == null ? null : ((Number) value).intValue();
  }
}
