using System.Collections.Generic;

namespace Qiyuesuo
{
    /// <summary>Token and secret of an agent (SaaS).</summary>
    public sealed class Agent : Members
    {
        /// <summary>Without anything, for object initializers and configuration binding.</summary>
        public Agent()
        {
        }

        /// <summary>With both.</summary>
        public Agent(string token, string secret)
        {
            Token = token;
            Secret = secret;
        }

        /// <summary>The agent's token.</summary>
        public string? Token
        {
            get => AsText(Get("token"));
            set => Set("token", value);
        }

        /// <summary>The agent's secret. It signs and is never sent.</summary>
        public string? Secret
        {
            get => AsText(Get("secret"));
            set => Set("secret", value);
        }
    }
}
