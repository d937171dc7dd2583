using System;
using System.Collections.Generic;
using System.Text;

namespace Qiyuesuo
{
    /// <summary>What is known of an answer beside its content.</summary>
    public sealed class ResponseInfo
    {
        private readonly byte[] headerLines;
        private IReadOnlyDictionary<string, string>? headers;

        internal ResponseInfo(int httpStatus, int attempts, TimeSpan elapsed, string? requestId, byte[] headerLines)
        {
            HttpStatus = httpStatus;
            Attempts = attempts;
            Elapsed = elapsed;
            RequestId = requestId;
            this.headerLines = headerLines;
        }

        /// <summary>HTTP status.</summary>
        public int HttpStatus { get; }

        /// <summary>How many attempts the call took.</summary>
        public int Attempts { get; }

        /// <summary>How long the call took, all attempts and waits included.</summary>
        public TimeSpan Elapsed { get; }

        /// <summary>
        /// The id that the answer gives to the request, for questions to the platform's support: <c>X-Request-Id</c>, or else
        /// <c>X-Trace-Id</c>, <c>X-B3-TraceId</c> or <c>EagleEye-TraceId</c>. Whether the platform sends one of them is
        /// unknown.
        /// </summary>
        public string? RequestId { get; }

        /// <summary>Headers of the answer, without cookies. Names are found in upper and lower case.</summary>
        public IReadOnlyDictionary<string, string> Headers => headers ?? (headers = Joined(Pairs()));

        /// <summary>The values of the headers are hidden.</summary>
        public override string ToString()
            => $"ResponseInfo(HttpStatus = {HttpStatus}, Attempts = {Attempts}, Elapsed = {Elapsed}, RequestId = {RequestId}, "
                + $"Headers = {string.Join(", ", Headers.Keys)})";

        /// <summary>Headers by name; several of one name are joined, as HTTP has it.</summary>
        internal static IReadOnlyDictionary<string, string> Joined(IEnumerable<KeyValuePair<string, string>> pairs)
        {
            var joined = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (KeyValuePair<string, string> pair in pairs)
            {
                joined[pair.Key] = joined.TryGetValue(pair.Key, out string? before) ? $"{before}, {pair.Value}" : pair.Value;
            }
            return joined;
        }

        private IEnumerable<KeyValuePair<string, string>> Pairs()
        {
            foreach (string line in Encoding.UTF8.GetString(headerLines).Split('\n'))
            {
                int at = line.IndexOf(": ", StringComparison.Ordinal);
                if (at > 0)
                {
                    yield return new KeyValuePair<string, string>(line.Substring(0, at), line.Substring(at + 2));
                }
            }
        }
    }
}
