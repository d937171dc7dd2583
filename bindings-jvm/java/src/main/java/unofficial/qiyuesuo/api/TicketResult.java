package unofficial.qiyuesuo.api;

import java.util.LinkedHashMap;
import java.util.Map;
import unofficial.qiyuesuo.internal.Engine;
import unofficial.qiyuesuo.internal.Reply;

/** A ticket for the mini-program plugin. */
public abstract class TicketResult extends Result {
  private static final long serialVersionUID = 1L;

  TicketResult(Shape shape, Reply reply) {
    super(shape, reply, reply.details());
  }

  TicketResult(Object[] values, Meta meta) {
    super(values, meta);
  }

  /** The ticket. */
  public abstract String getTicket();

  /** The address with which a mini-program whose page listens to the plugin's events opens the plugin for this ticket. */
  public final String pluginUrl() {
    return pluginUrl(true);
  }

  /**
   * The address with which a mini-program opens the plugin for this ticket, for {@code wx.navigateTo}; {@code null} for a
   * ticket that no page of the plugin is documented for.
   *
   * @param hasCallback whether the page listens to the plugin's events
   */
  public final String pluginUrl(boolean hasCallback) {
    Map<String, Object> plugin = meta().plugin;
    if (!plugin.containsKey("plugin_page")) {
      return (String) plugin.get("plugin_url");
    }
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("ticket", getTicket());
    request.put("page", plugin.get("plugin_page"));
    request.put("env", plugin.get("plugin_env"));
    request.put("has_callback", hasCallback);
    return Engine.pluginUrl(request);
  }
}
