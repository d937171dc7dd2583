using System;
using System.Collections.Generic;
using System.Linq;

namespace Qiyuesuo
{
    /// <summary>
    /// Base of every failure of a call. Neither its message nor its text ever holds a secret, a signature, a ticket,
    /// personal data or a body.
    /// </summary>
    public abstract class QiyuesuoException : Exception
    {
        private static readonly Dictionary<string, string> none = new Dictionary<string, string>();

        private string? body;

        private protected QiyuesuoException(string kind, string message, string? field)
            : base(message)
        {
            Kind = kind;
            Field = field;
        }

        /// <summary>What kind of failure this is, the same word in every language of the SDK: see <see cref="ErrorKind"/>.</summary>
        public string Kind { get; }

        /// <summary>Such as <c>personal_auth.create_ticket</c>, or <c>request</c> for a raw request.</summary>
        public string? Operation { get; private set; }

        /// <summary>HTTP status of the answer, if one arrived.</summary>
        public int? HttpStatus { get; private set; }

        /// <summary><c>code</c> of the platform's envelope.</summary>
        public long? Code { get; private set; }

        /// <summary><c>responseCode</c> of the platform's envelope.</summary>
        public string? ResponseCode { get; private set; }

        /// <summary>The field or option that is wrong, as a path: <c>user.contactType</c>.</summary>
        public string? Field { get; }

        /// <summary>How often the request was sent or tried to be sent; 0 when it never left.</summary>
        public int Attempts { get; private set; }

        /// <summary>How long the platform asks to wait before the next try.</summary>
        public TimeSpan? RetryAfter { get; private set; }

        /// <summary>
        /// The id that the answer gives to the request, for questions to the platform's support: see
        /// <see cref="ResponseInfo.RequestId"/>.
        /// </summary>
        public string? RequestId { get; private set; }

        /// <summary>Headers of the answer, without cookies; names in lower case.</summary>
        public IReadOnlyDictionary<string, string> Headers { get; private set; } = none;

        /// <summary>
        /// The body of the answer. Every value but <c>code</c>, <c>responseCode</c> and <c>message</c> is masked, and a body
        /// that is not JSON is described rather than shown, unless the option <c>CaptureBodies</c> is on.
        /// </summary>
        public string? GetBody() => body;

        /// <summary>The exception for a failure of the native library.</summary>
        internal static QiyuesuoException From(byte[] failure)
        {
            IReadOnlyDictionary<string, object?> told = Json.Members(Json.Parse(failure));
            object? Told(string name) => told.TryGetValue(name, out object? value) ? value : null;

            QiyuesuoException error = ErrorClasses.Of(Told("kind") as string, Told("message") as string ?? "", Told("field") as string);
            error.Operation = Told("operation") as string;
            error.HttpStatus = Told("http_status") is long status ? (int)status : (int?)null;
            error.Code = Told("code") as long?;
            error.ResponseCode = Told("response_code") as string;
            error.Attempts = Told("attempts") is long attempts ? (int)attempts : 0;
            error.RetryAfter = Told("retry_after") is { } seconds ? TimeSpan.FromSeconds(Convert.ToDouble(seconds)) : (TimeSpan?)null;
            error.RequestId = Told("request_id") as string;
            error.Headers = Joined(Told("headers") as IReadOnlyList<object?>);
            error.body = Told("body") as string;
            return error;
        }

        private static IReadOnlyDictionary<string, string> Joined(IReadOnlyList<object?>? headers)
        {
            if (headers == null)
            {
                return none;
            }
            return ResponseInfo.Joined(headers.Cast<IReadOnlyList<object?>>().Select(
                pair => new KeyValuePair<string, string>((string)pair[0]!, (string)pair[1]!)));
        }
    }
}
