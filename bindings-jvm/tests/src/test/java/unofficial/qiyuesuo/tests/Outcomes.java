package unofficial.qiyuesuo.tests;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unofficial.qiyuesuo.Download;
import unofficial.qiyuesuo.QiyuesuoException;
import unofficial.qiyuesuo.RawReply;
import unofficial.qiyuesuo.ResponseInfo;
import unofficial.qiyuesuo.api.OpenResult;
import unofficial.qiyuesuo.api.Result;
import unofficial.qiyuesuo.callback.CallbackEvent;

/** What became of a vector, as tests/vectors/README.md has it. */
final class Outcomes {
  private static final BigInteger EXACT_IN_A_DOUBLE = BigInteger.ONE.shiftLeft(53);

  private Outcomes() {}

  private static long since(long began) {
    return (System.nanoTime() - began) / 1_000_000;
  }

  static Object failure(QiyuesuoException error, long began) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("kind", error.getKind());
    told.put("message", error.getReason());
    told.put("http_status", error.getHttpStatus());
    told.put("code", error.getCode());
    told.put("response_code", error.getResponseCode());
    told.put("field", error.getField());
    told.put("attempts", error.getAttempts());
    told.put("retry_after", error.getRetryAfter() == null ? null : Math.round(error.getRetryAfter().toMillis() / 1000.0));
    told.put("request_id", error.getRequestId());
    told.put("operation", error.getOperation());
    StringWriter printed = new StringWriter();
    error.printStackTrace(new PrintWriter(printed));
    told.put("printed", error + " " + error.getMessage() + " " + error.body() + " " + printed);
    Map<String, Object> outcome = new LinkedHashMap<>();
    outcome.put("error", told);
    outcome.put("elapsed_ms", since(began));
    return outcome;
  }

  static Object event(CallbackEvent event) {
    Map<String, Object> reply =
        Map.of(
            "status", event.getReply().getStatus(),
            "content_type", event.getReply().getContentType(),
            "body", event.getReply().getBody());
    return Map.of(
        "event",
        Map.of(
            "type", event.getType(),
            "authenticity", event.getAuthenticity(),
            "fields", exact(event.getFields()),
            "own_parameters", event.getOwnParameters(),
            "reply", reply));
  }

  static Object success(Object result, long began) {
    Map<String, Object> outcome = new LinkedHashMap<>();
    if (result instanceof Download download) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("base64", Base64.getEncoder().encodeToString(download.getContent()));
      value.put("content_type", download.getContentType());
      value.put("filename", download.getFilename());
      known(outcome, value, download.getResponse());
    } else if (result instanceof RawReply reply) {
      known(outcome, reply.getData(), reply.getResponse());
    } else if (result instanceof Result typed) {
      known(outcome, typed.toMap(), typed.getResponse());
    } else if (result instanceof Untyped untyped) {
      known(outcome, untyped.value(), untyped.response());
    } else {
      OpenResult open = (OpenResult) result;
      known(outcome, open.getData(), open.getResponse());
    }
    outcome.put("elapsed_ms", since(began));
    return outcome;
  }

  private static void known(Map<String, Object> outcome, Object value, ResponseInfo response) {
    outcome.put("result", exact(value));
    outcome.put("http_status", response.getHttpStatus());
    outcome.put("attempts", response.getAttempts());
    Map<String, Object> beside = new LinkedHashMap<>();
    beside.put("request_id", response.getRequestId());
    beside.put("headers", response.getHeaders());
    outcome.put("response", beside);
  }

  /** Integers beyond what a double holds as strings, as the vectors write them. */
  private static Object exact(Object value) {
    if (value instanceof Map) {
      Map<String, Object> members = new LinkedHashMap<>();
      ((Map<?, ?>) value).forEach((name, member) -> members.put((String) name, exact(member)));
      return members;
    }
    if (value instanceof List) {
      List<Object> items = new ArrayList<>();
      ((List<?>) value).forEach(item -> items.add(exact(item)));
      return items;
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return new BigInteger(value.toString()).abs().compareTo(EXACT_IN_A_DOUBLE) > 0 ? value.toString() : value;
    }
    return value;
  }
}
