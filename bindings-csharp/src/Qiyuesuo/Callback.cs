using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Qiyuesuo.Native;

namespace Qiyuesuo
{
    /// <summary>How a callback is read.</summary>
    public sealed class CallbackOptions
    {
        /// <summary>Keys of the callback, 16 characters each; several while one replaces another.</summary>
        public IReadOnlyList<string> Keys { get; set; } = new string[0];

        /// <summary>
        /// Accepts callbacks without a signature. The documented callbacks of personal authentication have none.
        /// </summary>
        public bool AllowUnsigned { get; set; }

        /// <summary>
        /// Refuses a signed callback that is older. Default: no limit, since documented retries last more than a day.
        /// </summary>
        public TimeSpan? MaxAge { get; set; }

        /// <summary>The IV, 16 characters, for content encrypted with AES-CBC.</summary>
        public string? CbcIv { get; set; }

        /// <summary>The time to compare with. Default: now.</summary>
        public DateTimeOffset? Now { get; set; }
    }

    /// <summary>Reads what the platform posts to a callback address.</summary>
    /// <remarks>
    /// What a callback proves is little: the platform documents those of personal authentication without any signature,
    /// and where there is one it covers time and key, neither body nor address. <see cref="CallbackEvent.Authenticity"/>
    /// says which it is; confirm with a call such as <c>PersonalAuth.GetResultAsync</c> before you act on it.
    /// </remarks>
    public static class Callback
    {
        /// <summary>Reads a form: pairs of names and values, a name perhaps several times.</summary>
        /// <exception cref="CallbackException">Forged, too old, unreadable, unsigned, or no callback.</exception>
        /// <exception cref="ConfigurationException">Wrong keys or options.</exception>
        public static CallbackEvent Parse(IEnumerable<KeyValuePair<string, string>> form, CallbackOptions? options = null)
        {
            if (form == null)
            {
                throw new ArgumentNullException(nameof(form));
            }
            return Parse(
                new Dictionary<string, object?> { ["form"] = form.Select(pair => new[] { pair.Key, pair.Value ?? "" }).ToList() },
                options);
        }

        /// <summary>
        /// Reads the raw parts of an HTTP request: the query of its address, and its body, both as they came
        /// (<c>a=b&amp;c=d</c>).
        /// </summary>
        /// <exception cref="CallbackException">Forged, too old, unreadable, unsigned, or no callback.</exception>
        /// <exception cref="ConfigurationException">Wrong keys or options.</exception>
        public static CallbackEvent ParseRequest(string? query, string? body, CallbackOptions? options = null)
            => Parse(new Dictionary<string, object?> { ["query"] = query?.TrimStart('?'), ["body"] = body }, options);

        private static CallbackEvent Parse(Dictionary<string, object?> request, CallbackOptions? options)
        {
            options = options ?? new CallbackOptions();
            request["keys"] = options.Keys;
            var settings = new Dictionary<string, object?> { ["allow_unsigned"] = options.AllowUnsigned };
            if (options.MaxAge is { } age)
            {
                settings["max_age"] = age.TotalSeconds;
            }
            if (options.CbcIv is { } iv)
            {
                settings["cbc_iv"] = iv;
            }
            if (options.Now is { } now)
            {
                settings["now"] = now.ToUnixTimeMilliseconds();
            }
            request["options"] = settings;
            return new CallbackEvent(Json.Members(Json.Parse(Engine.Tool(NativeApi.Instance.CallbackParse, request))));
        }
    }

    /// <summary>What the platform reports. Its text hides the fields.</summary>
    public sealed class CallbackEvent
    {
        internal CallbackEvent(IReadOnlyDictionary<string, object?> read)
        {
            Type = (string)read["type"]!;
            Authenticity = (string)read["authenticity"]!;
            Fields = Json.Members(read["fields"]);
            Reply = new CallbackReply(Json.Members(read["reply"]));
        }

        /// <summary>
        /// <c>contract</c>, <c>personal_auth</c>, <c>company_auth</c>, <c>seal_review</c>, <c>personal_sign</c> or
        /// <c>unknown</c>.
        /// </summary>
        public string Type { get; }

        /// <summary>
        /// <c>none</c>, <c>timestamp_only</c> (the signature over time and key was right) or <c>encrypted</c>.
        /// </summary>
        public string Authenticity { get; }

        /// <summary>The platform's fields; from a form they are all strings.</summary>
        public IReadOnlyDictionary<string, object?> Fields { get; }

        /// <summary>What the platform wants to hear for this type. Anything else, and it repeats the callback.</summary>
        public CallbackReply Reply { get; }

        /// <summary>A field as text, or null.</summary>
        public string? Field(string name)
            => Fields.TryGetValue(name, out object? value)
                ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)
                : null;

        /// <summary>Type, authenticity and the names of the fields.</summary>
        public override string ToString() => $"CallbackEvent({Type}, {Authenticity}, {Members.Masked(Fields)})";
    }

    /// <summary>What the platform wants to hear.</summary>
    public sealed class CallbackReply
    {
        internal CallbackReply(IReadOnlyDictionary<string, object?> reply)
        {
            Status = (int)(long)reply["status"]!;
            ContentType = (string)reply["content_type"]!;
            Body = (string)reply["body"]!;
        }

        /// <summary>HTTP status.</summary>
        public int Status { get; }

        /// <summary>Media type.</summary>
        public string ContentType { get; }

        /// <summary>Body.</summary>
        public string Body { get; }

        /// <summary>All three.</summary>
        public override string ToString() => $"{Status} {ContentType} {Body}";
    }
}
