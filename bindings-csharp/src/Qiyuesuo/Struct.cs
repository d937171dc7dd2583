using System.Collections.Generic;

namespace Qiyuesuo
{
    /// <summary>A part of a request or a result, such as a <see cref="User"/>.</summary>
    public abstract class Struct : Members
    {
        private protected Struct()
        {
        }

        private protected Struct(IReadOnlyDictionary<string, object?> members)
            : base(members)
        {
        }

        /// <summary>
        /// In a result, members the platform sent beside the declared ones, or of another type than declared, under its names.
        /// </summary>
        public IReadOnlyDictionary<string, object?> Extra => Others;

        /// <summary>The members as the platform sent them.</summary>
        internal override IEnumerable<KeyValuePair<string, object?>> Written() => Rejoined();
    }
}
