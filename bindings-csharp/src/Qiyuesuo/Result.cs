using System;
using System.Collections.Generic;
using System.Text;
using Qiyuesuo.Native;

namespace Qiyuesuo
{
    /// <summary>What the platform answered to a typed call.</summary>
    public abstract class Result : Members
    {
        private protected Result(Reply reply)
            : base(Json.Members(reply.Read()))
        {
            Response = reply.Response();
        }

        /// <summary>HTTP status of the answer.</summary>
        public int HttpStatus => Response.HttpStatus;

        /// <summary>How many attempts the call took.</summary>
        public int Attempts => Response.Attempts;

        /// <summary>HTTP status and headers of the answer, its request id, and what the call took.</summary>
        public ResponseInfo Response { get; }

        /// <summary>
        /// Members the platform sent beside the declared ones, or of another type than declared, under its names.
        /// </summary>
        public IReadOnlyDictionary<string, object?> Extra => Others;

        /// <summary>The members as the platform sent them.</summary>
        internal override IEnumerable<KeyValuePair<string, object?>> Written() => Rejoined();
    }

    /// <summary>A ticket for the mini-program plugin.</summary>
    public abstract class TicketResult : Result
    {
        private readonly string? page;
        private readonly string? environment;
        private readonly string? given;

        private protected TicketResult(Reply reply)
            : base(reply)
        {
            page = reply.Detail("plugin_page");
            environment = reply.Detail("plugin_env");
            // Of a ticket that a test made, which asks no native library.
            given = reply.Detail("plugin_url");
        }

        /// <summary>
        /// The address with which a mini-program opens the plugin for this ticket, for <c>wx.navigateTo</c>; null for a
        /// ticket that no page of the plugin is documented for.
        /// </summary>
        /// <param name="hasCallback">The page listens to the plugin's events.</param>
        public string? PluginUrl(bool hasCallback = true)
        {
            if (page == null)
            {
                return given;
            }
            var request = new Dictionary<string, object?>
            {
                ["ticket"] = Get("ticket"), ["page"] = page, ["env"] = environment, ["has_callback"] = hasCallback,
            };
            return Encoding.UTF8.GetString(Engine.Tool(NativeApi.Instance.PluginUrl, request));
        }
    }
}
