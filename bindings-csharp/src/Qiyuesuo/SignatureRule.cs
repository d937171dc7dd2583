using System.Collections.Generic;

namespace Qiyuesuo
{
    /// <summary>
    /// How requests are signed: the name of a preset (a string is one too), or a rule of one's own, for when the
    /// platform announces a new one before this package knows it.
    /// </summary>
    public sealed class SignatureRule : Members
    {
        private readonly string? preset;

        /// <summary>A rule of one's own.</summary>
        public SignatureRule()
        {
        }

        private SignatureRule(string preset)
        {
            this.preset = preset;
        }

        /// <summary><c>md5</c> or <c>hmac-sha256</c>.</summary>
        public string? Digest
        {
            get => AsText(Get("digest"));
            set => Set("digest", value);
        }

        /// <summary>What is joined and digested: <c>token</c>, <c>secret</c>, <c>timestamp</c>, <c>nonce</c>.</summary>
        public IReadOnlyList<string>? Parts
        {
            get => AsList(Get("parts"), item => AsText(item)!);
            set => Set("parts", value);
        }

        /// <summary>The key of the digest: <c>secret</c> or <c>none</c>.</summary>
        public string? Key
        {
            get => AsText(Get("key"));
            set => Set("key", value);
        }

        /// <summary>How the digest is written: <c>hex</c>, <c>HEX</c> or <c>base64</c>.</summary>
        public string? Encoding
        {
            get => AsText(Get("encoding"));
            set => Set("encoding", value);
        }

        /// <summary>Further headers, which stay the same.</summary>
        public IReadOnlyDictionary<string, string>? Headers
        {
            get => (IReadOnlyDictionary<string, string>?)Get("headers");
            set => Set("headers", value);
        }

        /// <summary>A preset: <c>md5</c>, <c>md5-without-nonce</c>, <c>hmac-sha256-provisional</c>.</summary>
        public static implicit operator SignatureRule(string preset) => new SignatureRule(preset);

        internal override string? Scalar => preset;

        /// <summary>The preset's name, or the names of the members.</summary>
        public override string ToString() => preset ?? base.ToString();
    }
}
