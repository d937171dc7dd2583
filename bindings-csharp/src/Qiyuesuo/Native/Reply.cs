using System;
using System.Collections.Generic;

namespace Qiyuesuo
{
    using Qiyuesuo.Native;

    /// <summary>A record of the native library, copied.</summary>
    internal sealed class Reply
    {
        internal readonly ReplyKind Kind;
        internal readonly byte[] Body;
        private readonly byte[] details;
        private readonly ResponseInfo? response;
        private readonly ReplyHeader header;
        private readonly byte[] headers;

        private Reply(in ReplyHeader header, byte[] body, byte[] details, byte[] headers)
        {
            Kind = header.Kind;
            Body = body;
            this.details = details;
            this.headers = headers;
            this.header = header;
        }

        /// <summary>One that no library made, for <see cref="QiyuesuoModelFactory"/>.</summary>
        internal Reply(byte[] body, IReadOnlyDictionary<string, object?> details, ResponseInfo response)
        {
            Kind = ReplyKind.Json;
            Body = body;
            this.details = Json.Serialize(details);
            this.response = response;
            headers = new byte[0];
        }

        /// <summary>Copies the record at that address.</summary>
        internal static unsafe Reply Copy(byte* record)
        {
            // SAFETY: the caller has a record there, which begins with this header and is as long as it says.
            ref ReplyHeader header = ref *(ReplyHeader*)record;
            byte* body = record + sizeof(ReplyHeader);
            byte* details = body + header.BodyLen;
            return new Reply(
                header,
                Bytes.Copy(body, header.BodyLen),
                Bytes.Copy(details, header.DetailsLen),
                Bytes.Copy(details + header.DetailsLen, header.HeadersLen));
        }

        /// <summary>What is known of it beside its content.</summary>
        internal ResponseInfo Response()
            => response ?? new ResponseInfo(
                (int)header.HttpStatus,
                (int)header.Attempts,
                TimeSpan.FromTicks((long)header.ElapsedUs * (TimeSpan.TicksPerMillisecond / 1000)),
                Detail("request_id"),
                headers);

        /// <summary>The body as JSON.</summary>
        internal object? Read() => Json.Parse(Body);

        /// <summary>A detail that is a text, or null.</summary>
        internal string? Detail(string name)
            => details.Length > 0 && ((IReadOnlyDictionary<string, object?>)Json.Parse(details)!).TryGetValue(name, out object? value)
                ? (string?)value
                : null;
    }
}
