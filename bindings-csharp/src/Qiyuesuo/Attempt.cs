using System;
using System.Collections.Generic;

namespace Qiyuesuo
{
    /// <summary>What one attempt of a call came to, for metrics. It holds nothing secret.</summary>
    public sealed class Attempt
    {
        internal Attempt(IReadOnlyDictionary<string, object?> data)
        {
            Operation = (string)data["operation"]!;
            Number = (int)(long)data["attempt"]!;
            HttpStatus = Of(data, "http_status") is long status ? (int)status : (int?)null;
            Code = Of(data, "code") as long?;
            Elapsed = TimeSpan.FromMilliseconds(Convert.ToDouble(data["elapsed_ms"]));
            ErrorKind = Of(data, "error_kind") as string;
        }

        /// <summary>The operation, or <c>request</c> for a raw request.</summary>
        public string Operation { get; }

        /// <summary>1 for the first.</summary>
        public int Number { get; }

        /// <summary>HTTP status, if an answer arrived.</summary>
        public int? HttpStatus { get; }

        /// <summary><c>code</c> of the envelope, if there was one.</summary>
        public long? Code { get; }

        /// <summary>From the first byte wanted to the last byte read.</summary>
        public TimeSpan Elapsed { get; }

        /// <summary>The kind of the failure (see <see cref="Qiyuesuo.ErrorKind"/>), if it failed.</summary>
        public string? ErrorKind { get; }

        private static object? Of(IReadOnlyDictionary<string, object?> data, string name)
            => data.TryGetValue(name, out object? value) ? value : null;
    }
}
