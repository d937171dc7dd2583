package unofficial.qiyuesuo.api;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import unofficial.qiyuesuo.ResponseInfo;
import unofficial.qiyuesuo.internal.Reply;

/** What is known of an answer beside its declared members. */
final class Meta implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of a result that a test made. */
  static final Meta FAKE = new Meta(ResponseInfo.fake(), Collections.emptyMap(), Collections.emptyMap());

  final ResponseInfo response;
  /** Members that are not declared. */
  final Map<String, Object> extra;
  /** The plugin's page of a ticket, or the address that a test gave. */
  final Map<String, Object> plugin;

  private Meta(ResponseInfo response, Map<String, Object> extra, Map<String, Object> plugin) {
    this.response = response;
    this.extra = extra;
    this.plugin = plugin;
  }

  static Meta of(Reply reply, Map<String, Object> members, Map<String, Object> plugin) {
    return new Meta(reply.response(), Struct.others(members), plugin);
  }

  Meta response(ResponseInfo changed) {
    return new Meta(changed, extra, plugin);
  }

  Meta extra(Map<String, ?> changed) {
    return new Meta(response, Collections.unmodifiableMap(new LinkedHashMap<>(changed)), plugin);
  }

  Meta pluginUrl(String changed) {
    return new Meta(response, extra, Collections.singletonMap("plugin_url", changed));
  }
}
