package unofficial.qiyuesuo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import unofficial.qiyuesuo.internal.Json;

/**
 * Any call of the platform, signed by the same client: {@code RawRequest.get("/v2/contract/detail").query("contractId",
 * id)}. It cannot be changed; each method answers a changed copy.
 */
public final class RawRequest {
  private final String method;
  private final String path;
  private final List<List<String>> query;
  private final boolean hasJson;
  private final Object json;
  private final boolean repeatable;
  private final List<FilePart> parts;

  private RawRequest(
      String method,
      String path,
      List<List<String>> query,
      boolean hasJson,
      Object json,
      boolean repeatable,
      List<FilePart> parts) {
    this.method = Objects.requireNonNull(method, "method");
    this.path = Objects.requireNonNull(path, "path");
    this.query = query;
    this.hasJson = hasJson;
    this.json = json;
    this.repeatable = repeatable;
    this.parts = parts;
  }

  /** A request of this method and path. */
  public static RawRequest of(String method, String path) {
    return new RawRequest(method, path, Collections.emptyList(), false, null, false, Collections.emptyList());
  }

  /** A GET of this path. */
  public static RawRequest get(String path) {
    return of("GET", path);
  }

  /** A POST to this path. */
  public static RawRequest post(String path) {
    return of("POST", path);
  }

  /** The same with one more parameter in the query, of a list one for each of its items; {@code null} adds none. */
  public RawRequest query(String name, Object value) {
    if (value == null) {
      return this;
    }
    List<List<String>> more = new ArrayList<>(query);
    for (Object one : value instanceof Iterable ? (Iterable<?>) value : Collections.singleton(value)) {
      if (one != null) {
        more.add(Arrays.asList(name, one.toString()));
      }
    }
    return new RawRequest(method, path, more, hasJson, json, repeatable, parts);
  }

  /** The same with this body: maps, lists, texts, numbers, booleans, and objects of typed requests. */
  public RawRequest json(Object body) {
    return new RawRequest(method, path, query, true, body, repeatable, parts);
  }

  /** The same with one more part of a form. */
  public RawRequest part(String name, FilePart part) {
    List<FilePart> more = new ArrayList<>(parts);
    more.add(part.name(name));
    return new RawRequest(method, path, query, hasJson, json, repeatable, more);
  }

  /** The same, saying whether it may be repeated after it may have reached the platform. Default: no. */
  public RawRequest repeatable(boolean repeatable) {
    return new RawRequest(method, path, query, hasJson, json, repeatable, parts);
  }

  byte[] text(String answer) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("method", method);
    members.put("path", path);
    members.put("query", query);
    if (hasJson) {
      members.put("json", json);
    }
    members.put("answer", answer);
    members.put("repeatable", repeatable);
    return Json.encode(members);
  }

  List<FilePart> parts() {
    return parts;
  }

  /** The body is not shown. */
  @Override
  public String toString() {
    return "RawRequest(" + method + " " + path + ")";
  }
}
