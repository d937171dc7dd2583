package unofficial.qiyuesuo.api;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import unofficial.qiyuesuo.internal.Reply;

/** What is known of an answer beside its declared members. */
final class Meta implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of a result that a test made. */
  static final Meta FAKE = new Meta(200, 1, Collections.emptyMap(), Collections.emptyMap());

  final int httpStatus;
  final int attempts;
  /** Members that are not declared. */
  final Map<String, Object> extra;
  /** The plugin's page of a ticket, or the address that a test gave. */
  final Map<String, Object> plugin;

  private Meta(int httpStatus, int attempts, Map<String, Object> extra, Map<String, Object> plugin) {
    this.httpStatus = httpStatus;
    this.attempts = attempts;
    this.extra = extra;
    this.plugin = plugin;
  }

  static Meta of(Reply reply, Map<String, Object> members, Map<String, Object> plugin) {
    return new Meta(reply.httpStatus(), reply.attempts(), Struct.others(members), plugin);
  }

  Meta httpStatus(int changed) {
    return new Meta(changed, attempts, extra, plugin);
  }

  Meta attempts(int changed) {
    return new Meta(httpStatus, changed, extra, plugin);
  }

  Meta extra(Map<String, ?> changed) {
    return new Meta(httpStatus, attempts, Collections.unmodifiableMap(new LinkedHashMap<>(changed)), plugin);
  }

  Meta pluginUrl(String changed) {
    return new Meta(httpStatus, attempts, extra, Collections.singletonMap("plugin_url", changed));
  }
}
