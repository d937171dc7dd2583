using System.Collections.Generic;
using Qiyuesuo.Native;

namespace Qiyuesuo
{
    /// <summary>What a signature is made of, for <see cref="Signer.Sign"/>.</summary>
    public sealed class SignOptions : Members
    {
        /// <summary>App Token. May be left out, with the secret, when there is an agent.</summary>
        public string? Token
        {
            get => AsText(Get("token"));
            set => Set("token", value);
        }

        /// <summary>App Secret.</summary>
        public string? Secret
        {
            get => AsText(Get("secret"));
            set => Set("secret", value);
        }

        /// <summary>Token and secret of an agent (SaaS).</summary>
        public Agent? Agent
        {
            get => (Agent?)Get("agent");
            set => Set("agent", value);
        }

        /// <summary>Milliseconds since 1970, UTC. Default: now.</summary>
        public long? Timestamp
        {
            get => AsInteger(Get("timestamp"));
            set => Set("timestamp", value);
        }

        /// <summary>Used once in ten minutes. Default: a new UUID.</summary>
        public string? Nonce
        {
            get => AsText(Get("nonce"));
            set => Set("nonce", value);
        }

        /// <summary>Default: <c>md5</c>.</summary>
        public SignatureRule? Rule
        {
            get => (SignatureRule?)Get("rule");
            set => Set("rule", value);
        }

        /// <summary>Default: <c>x-qys-open-</c>.</summary>
        public string? HeaderPrefix
        {
            get => AsText(Get("header_prefix"));
            set => Set("header_prefix", value);
        }

        /// <summary>Value of the language header. Default: none.</summary>
        public string? Language
        {
            get => AsText(Get("language"));
            set => Set("language", value);
        }
    }

    /// <summary>Signing without a client, for programs with an HTTP library of their own.</summary>
    public static class Signer
    {
        /// <summary>The headers that sign a request.</summary>
        /// <exception cref="ConfigurationException">The rule cannot be used.</exception>
        public static IReadOnlyDictionary<string, string> Sign(SignOptions options)
        {
            var signed = new Dictionary<string, string>();
            object? answer = Json.Parse(Engine.Tool(NativeApi.Instance.Sign, options));
            foreach (object? header in (IReadOnlyList<object?>)Json.Members(answer)["headers"]!)
            {
                var pair = (IReadOnlyList<object?>)header!;
                signed[(string)pair[0]!] = (string)pair[1]!;
            }
            return signed;
        }
    }
}
