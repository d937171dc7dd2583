using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Qiyuesuo
{
    /// <summary>A request to any endpoint, for <see cref="QiyuesuoClient.RequestAsync"/> and downloads.</summary>
    public sealed class RawRequest
    {
        private static readonly Operation operation = new Operation("request");

        /// <summary>With method and path.</summary>
        /// <param name="method">HTTP method, upper case.</param>
        /// <param name="path">Begins with <c>/</c>, without query.</param>
        public RawRequest(string method, string path)
        {
            Method = method;
            Path = path;
        }

        /// <summary>HTTP method, upper case.</summary>
        public string Method { get; }

        /// <summary>Begins with <c>/</c>, without query.</summary>
        public string Path { get; }

        /// <summary>
        /// Names and values of the query, a name perhaps several times; what is null is left out. A dictionary will do. A
        /// list as a value gives its name several times.
        /// </summary>
        public IEnumerable<KeyValuePair<string, object?>>? Query { get; set; }

        /// <summary>
        /// The body: dictionaries, lists, strings, numbers, booleans. With <see cref="Files"/>, an object whose members
        /// become text parts.
        /// </summary>
        public object? Json { get; set; }

        /// <summary>The body as JSON text, in place of <see cref="Json"/>, as any serializer writes it.</summary>
        public string? JsonText { get; set; }

        /// <summary>
        /// Parts of a <c>multipart/form-data</c> body, a name perhaps several times. A dictionary will do.
        /// </summary>
        public IEnumerable<KeyValuePair<string, FilePart>>? Files { get; set; }

        /// <summary>
        /// Whether the call may be repeated after it may have reached the platform. Off: the SDK does not know what the
        /// endpoint does, and some of the platform's GETs delete.
        /// </summary>
        public bool Repeatable { get; set; }

        /// <summary>Method and path; values are hidden.</summary>
        public override string ToString() => $"{Method} {Path}";

        internal Native.Call Call(string answer, CallOptions? options)
        {
            if (Json != null && JsonText != null)
            {
                throw new ValidationException("Json and JsonText exclude each other", "JsonText");
            }
            var request = new Dictionary<string, object?>
            {
                ["method"] = Method, ["path"] = Path, ["answer"] = answer, ["repeatable"] = Repeatable,
            };
            if (Query != null)
            {
                request["query"] = Query.SelectMany(pair => Each(pair.Value), (pair, value) => (pair.Key, value))
                    .Where(pair => pair.value != null)
                    .Select(pair => new[] { pair.Key, Text(pair.value!) }).ToList();
            }
            object? body = JsonText == null ? Json : new RawJson(JsonText);
            if (body != null)
            {
                request["json"] = body;
            }
            return operation.With(request, Part.Of(Files), options);
        }

        private static IEnumerable<object?> Each(object? value)
            => value is IEnumerable list && !(value is string) ? list.Cast<object?>() : new[] { value };

        private static string Text(object value)
            => value is bool truth ? (truth ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
    }
}
