using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Numerics;
using System.Text;
using Qiyuesuo.Native;

namespace Qiyuesuo
{
    /// <summary>How a callback is read.</summary>
    public sealed partial class CallbackOptions
    {
        /// <summary>Keys of the callback, 16 characters each; several while one replaces another.</summary>
        public IReadOnlyList<string> Keys { get; set; } = new string[0];

        /// <summary>Keys and options as the core reads them.</summary>
        internal void AddTo(Dictionary<string, object?> request)
        {
            request["keys"] = Callback.Plain(Keys, 0);
            request["options"] = Given();
        }
    }

    /// <summary>Reads what the platform posts to a callback address.</summary>
    /// <remarks>
    /// What a callback proves is little: the platform documents those of personal authentication without any signature,
    /// and where there is one it covers time and key, neither body nor address. <see cref="CallbackEvent.Authenticity"/>
    /// says which it is; confirm with a call such as <c>PersonalAuth.GetResultAsync</c> before you act on it.
    /// </remarks>
    public static class Callback
    {
        /// <summary>
        /// Reads a form: pairs of names and values, a name perhaps several times. A value is a text, or what a framework has
        /// for the values of a name: <c>IFormCollection</c> and <c>IQueryCollection</c> of ASP.NET Core are read as they are.
        /// </summary>
        /// <exception cref="CallbackException">Forged, too old, unreadable, unsigned, or no callback.</exception>
        /// <exception cref="ConfigurationException">
        /// Wrong keys (empty, blank, with invisible characters) or options.
        /// </exception>
        public static CallbackEvent Parse<T>(IEnumerable<KeyValuePair<string, T>> form, CallbackOptions? options = null)
        {
            if (form == null)
            {
                throw new ArgumentNullException(nameof(form));
            }
            return Parse(
                new Dictionary<string, object?> { ["form"] = form.Select(pair => new[] { pair.Key, Plain(pair.Value, 0) }).ToList() },
                options);
        }

        /// <summary>Reads a form as System.Web has it (<c>Request.Form</c>).</summary>
        /// <exception cref="CallbackException">Forged, too old, unreadable, unsigned, or no callback.</exception>
        /// <exception cref="ConfigurationException">
        /// Wrong keys (empty, blank, with invisible characters) or options.
        /// </exception>
        public static CallbackEvent Parse(NameValueCollection form, CallbackOptions? options = null)
        {
            if (form == null)
            {
                throw new ArgumentNullException(nameof(form));
            }
            // A parameter without a name or without `=` has the name null.
            return Parse(
                Enumerable.Range(0, form.Count).Select(
                    at => new KeyValuePair<string, string[]>(form.GetKey(at) ?? "", form.GetValues(at) ?? new string[0])),
                options);
        }

        /// <summary>A value as JSON has it; an object, which the core refuses by name, for what JSON does not have.</summary>
        internal static object? Plain(object? value, int depth)
        {
            switch (value)
            {
                case null:
                case string _:
                case bool _:
                case int _:
                case long _:
                    return value;
                // What is nested deeper has no meaning in a form.
                case IEnumerable values when depth < 3 && !(value is IDictionary):
                    return values.Cast<object?>().Select(one => Plain(one, depth + 1)).ToList();
                default:
                    return new Dictionary<string, object?>();
            }
        }

        /// <summary>
        /// Reads the raw parts of an HTTP request: the query of its address, and its body, both as they came
        /// (<c>a=b&amp;c=d</c>). A signature may stand in the query; other parameters there are
        /// <see cref="CallbackEvent.OwnParameters"/>, unless the body has none at all.
        /// </summary>
        /// <exception cref="CallbackException">Forged, too old, unreadable, unsigned, or no callback.</exception>
        /// <exception cref="ConfigurationException">
        /// Wrong keys (empty, blank, with invisible characters) or options.
        /// </exception>
        public static CallbackEvent ParseRequest(string? query, string? body, CallbackOptions? options = null)
            => Parse(new Dictionary<string, object?> { ["query"] = query?.TrimStart('?'), ["body"] = body }, options);

        private static CallbackEvent Parse(Dictionary<string, object?> request, CallbackOptions? options)
        {
            (options ?? new CallbackOptions()).AddTo(request);
            return new CallbackEvent(Json.Members(Json.Parse(Engine.Tool(NativeApi.Instance.CallbackParse, request))));
        }
    }

    /// <summary>What the platform reports. Its text hides the fields.</summary>
    public sealed partial class CallbackEvent
    {
        internal CallbackEvent(IReadOnlyDictionary<string, object?> read)
        {
            Type = (string)read["type"]!;
            Authenticity = (string)read["authenticity"]!;
            Fields = Json.Members(read["fields"]);
            OwnParameters = Json.Members(read["own_parameters"]).ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
            Fingerprint = (string)read["fingerprint"]!;
            Repeated = (bool)read["repeated"]!;
            Reply = new CallbackReply(Json.Members(read["reply"]));
        }

        /// <summary>What it is about: see <see cref="CallbackType"/>.</summary>
        public string Type { get; }

        /// <summary>What is proven: see <see cref="CallbackAuthenticity"/>.</summary>
        public string Authenticity { get; }

        /// <summary>
        /// The platform's fields; from a form they are all strings. What <see cref="Authenticity"/> says is said of these, and
        /// of nothing else; <c>timestamp_only</c> does not cover them.
        /// </summary>
        public IReadOnlyDictionary<string, object?> Fields { get; }

        /// <summary>
        /// Parameters beside them, such as those of your own callback address. Nothing proves who wrote them.
        /// </summary>
        public IReadOnlyDictionary<string, string> OwnParameters { get; }

        /// <summary>
        /// 64 hexadecimal digits that stand for this callback as it was sent, for a memory that several processes share (such
        /// as Redis with <c>SET NX EX</c>).
        /// </summary>
        public string Fingerprint { get; }

        /// <summary>Whether it was received before, within <see cref="CallbackOptions.Remember"/>.</summary>
        public bool Repeated { get; }

        /// <summary>What the platform wants to hear for this type. Anything else, and it repeats the callback.</summary>
        public CallbackReply Reply { get; }

        /// <summary>A field as text, a number as its digits; null where there is none.</summary>
        public string? Text(string name)
        {
            Fields.TryGetValue(name, out object? value);
            return value is string || value is long || value is double || value is BigInteger
                ? Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)
                : null;
        }

        /// <summary>The same as <see cref="Text"/>.</summary>
        public string? Field(string name) => Text(name);

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
