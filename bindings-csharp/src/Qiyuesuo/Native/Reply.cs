using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Qiyuesuo.Native
{
    /// <summary>The first bytes of a record, <c>struct qys_reply</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ReplyHeader
    {
        internal ulong Operation;
        internal ulong Size;
        internal ulong BodyLength;
        internal ulong ElapsedMilliseconds;
        internal uint DetailsLength;
        internal uint Attempts;
        internal uint HttpStatus;
        internal ReplyKind Kind;
    }

    internal enum ReplyKind : uint
    {
        Json = 1,
        Bytes = 2,
        Failure = 3,
        Logs = 4,
    }
}

namespace Qiyuesuo
{
    using Qiyuesuo.Native;

    /// <summary>A record of the native library, copied.</summary>
    internal sealed class Reply
    {
        internal readonly ReplyKind Kind;
        internal readonly int HttpStatus;
        internal readonly int Attempts;
        internal readonly byte[] Body;
        private readonly byte[] details;

        private Reply(in ReplyHeader header, byte[] body, byte[] details)
        {
            Kind = header.Kind;
            HttpStatus = (int)header.HttpStatus;
            Attempts = (int)header.Attempts;
            Body = body;
            this.details = details;
        }

        /// <summary>Copies the record at that address.</summary>
        internal static unsafe Reply Copy(byte* record)
        {
            // SAFETY: the caller has a record there, which begins with this header and is as long as it says.
            ref ReplyHeader header = ref *(ReplyHeader*)record;
            byte* body = record + sizeof(ReplyHeader);
            return new Reply(
                header, Bytes.Copy(body, header.BodyLength), Bytes.Copy(body + header.BodyLength, header.DetailsLength));
        }

        /// <summary>The body as JSON.</summary>
        internal object? Read() => Json.Parse(Body);

        /// <summary>A detail that is a text, or null.</summary>
        internal string? Detail(string name)
            => details.Length > 0 && ((IReadOnlyDictionary<string, object?>)Json.Parse(details)!).TryGetValue(name, out object? value)
                ? (string?)value
                : null;
    }
}
