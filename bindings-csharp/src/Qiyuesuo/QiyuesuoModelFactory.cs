using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Qiyuesuo
{
    /// <summary>
    /// Makes what only the SDK can make, for the tests of a program that uses it: results, answers, files, errors, attempts,
    /// callbacks. What is left out is absent, or the plainest there is. Nothing of this needs the native library.
    /// </summary>
    public static partial class QiyuesuoModelFactory
    {
        private static readonly Dictionary<string, object?> nothing = new Dictionary<string, object?>();

        /// <summary>What is told of an answer beside its content.</summary>
        /// <param name="httpStatus">HTTP status.</param>
        /// <param name="attempts">How many attempts the call took.</param>
        /// <param name="elapsed">How long the call took.</param>
        /// <param name="requestId">The id that the answer gives to the request.</param>
        /// <param name="headers">Headers of the answer.</param>
        public static ResponseInfo ResponseInfo(
            int httpStatus = 200,
            int attempts = 1,
            TimeSpan elapsed = default,
            string? requestId = null,
            IReadOnlyDictionary<string, string>? headers = null)
        {
            IEnumerable<string> lines = (headers ?? new Dictionary<string, string>()).Select(header => $"{header.Key}: {header.Value}\n");
            return new ResponseInfo(httpStatus, attempts, elapsed, requestId, Encoding.UTF8.GetBytes(string.Concat(lines)));
        }

        /// <summary>An answer of <see cref="QiyuesuoClient.RequestAsync"/>.</summary>
        /// <param name="json">The whole envelope as JSON text.</param>
        /// <param name="response">What is told of the answer. Default: HTTP status 200, one attempt, no headers.</param>
        public static RawReply RawReply(string json = "{\"code\":0,\"message\":\"SUCCESS\"}", ResponseInfo? response = null)
            => new RawReply(new Reply(Encoding.UTF8.GetBytes(json), nothing, response ?? ResponseInfo()));

        /// <summary>An answer of <see cref="QiyuesuoClient.DownloadAsync"/>.</summary>
        /// <param name="content">The bytes. Default: none.</param>
        /// <param name="contentType">Media type.</param>
        /// <param name="filename">File name.</param>
        /// <param name="response">What is told of the answer. Default: HTTP status 200, one attempt, no headers.</param>
        public static Download Download(
            byte[]? content = null, string? contentType = null, string? filename = null, ResponseInfo? response = null)
        {
            var details = new Dictionary<string, object?> { ["content_type"] = contentType, ["filename"] = filename };
            return new Download(new Reply(content ?? new byte[0], details, response ?? ResponseInfo()));
        }

        /// <summary>The exception of a kind, to be thrown in place of a call.</summary>
        /// <param name="kind">One of <see cref="ErrorKind"/>, which decides the class.</param>
        /// <param name="message">What is said.</param>
        /// <param name="operation">The call.</param>
        /// <param name="httpStatus">HTTP status of the answer.</param>
        /// <param name="code"><c>code</c> of the envelope.</param>
        /// <param name="responseCode"><c>responseCode</c> of the envelope.</param>
        /// <param name="field">The field or option that is wrong.</param>
        /// <param name="attempts">How often the request was sent.</param>
        /// <param name="retryAfter">How long the platform asks to wait.</param>
        /// <param name="requestId">The id that the answer gives to the request.</param>
        /// <param name="headers">Headers of the answer.</param>
        /// <param name="body">The masked body of the answer.</param>
        public static QiyuesuoException QiyuesuoException(
            string kind,
            string message = "",
            string? operation = null,
            int? httpStatus = null,
            long? code = null,
            string? responseCode = null,
            string? field = null,
            int attempts = 1,
            TimeSpan? retryAfter = null,
            string? requestId = null,
            IReadOnlyDictionary<string, string>? headers = null,
            string? body = null)
            => global::Qiyuesuo.QiyuesuoException.From(Json.Serialize(new Dictionary<string, object?>
            {
                ["kind"] = kind,
                ["message"] = message,
                ["operation"] = operation,
                ["http_status"] = httpStatus,
                ["code"] = code,
                ["response_code"] = responseCode,
                ["field"] = field,
                ["attempts"] = attempts,
                ["retry_after"] = retryAfter?.TotalSeconds,
                ["request_id"] = requestId,
                ["headers"] = headers?.Select(header => new[] { header.Key, header.Value }).ToList(),
                ["body"] = body,
            }));

        /// <summary>What <see cref="ClientOptions.OnAttempt"/> is called with.</summary>
        /// <param name="operation">The operation.</param>
        /// <param name="number">1 for the first.</param>
        /// <param name="httpStatus">HTTP status, if an answer arrived.</param>
        /// <param name="code"><c>code</c> of the envelope.</param>
        /// <param name="elapsed">How long it took.</param>
        /// <param name="errorKind">The kind of the failure, if it failed.</param>
        public static Attempt Attempt(
            string operation = "request",
            int number = 1,
            int? httpStatus = null,
            long? code = null,
            TimeSpan elapsed = default,
            string? errorKind = null)
            => new Attempt(new Dictionary<string, object?>
            {
                ["operation"] = operation,
                ["attempt"] = (long)number,
                ["http_status"] = (long?)httpStatus,
                ["code"] = code,
                ["elapsed_ms"] = elapsed.TotalMilliseconds,
                ["error_kind"] = errorKind,
            });

        /// <summary>What <see cref="Callback"/> reads.</summary>
        /// <param name="type">Such as <c>personal_auth</c>.</param>
        /// <param name="authenticity"><c>none</c>, <c>timestamp_only</c> or <c>encrypted</c>.</param>
        /// <param name="fields">The platform's fields.</param>
        /// <param name="ownParameters">Parameters beside them.</param>
        /// <param name="fingerprint">What stands for this callback.</param>
        /// <param name="repeated">Whether it was received before.</param>
        /// <param name="reply">What the platform wants to hear: the body.</param>
        public static CallbackEvent CallbackEvent(
            string type = "unknown",
            string authenticity = "none",
            IReadOnlyDictionary<string, object?>? fields = null,
            IReadOnlyDictionary<string, string>? ownParameters = null,
            string fingerprint = "",
            bool repeated = false,
            string reply = "success")
            => new CallbackEvent(new Dictionary<string, object?>
            {
                ["type"] = type,
                ["authenticity"] = authenticity,
                ["fields"] = fields,
                ["own_parameters"] = ownParameters?.ToDictionary(pair => pair.Key, pair => (object?)pair.Value),
                ["fingerprint"] = fingerprint,
                ["repeated"] = repeated,
                ["reply"] = new Dictionary<string, object?> { ["status"] = 200L, ["content_type"] = "text/plain", ["body"] = reply },
            });

        // By the same way as the platform's answers, so that the types inside are the same.
        private static Reply Answer(
            ResponseInfo? response,
            IReadOnlyDictionary<string, object?>? extra,
            string? pluginUrl,
            params (string Name, object? Value)[] members)
        {
            Dictionary<string, object?> result = members.Where(member => member.Value != null).ToDictionary(
                member => member.Name, member => member.Value);
            if (extra != null)
            {
                result["extra"] = extra;
            }
            var details = new Dictionary<string, object?> { ["plugin_url"] = pluginUrl };
            return new Reply(Json.Serialize(result), pluginUrl == null ? nothing : details, response ?? ResponseInfo());
        }
    }
}
