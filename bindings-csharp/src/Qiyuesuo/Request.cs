using System.Collections.Generic;
using System.Diagnostics;

namespace Qiyuesuo
{
    /// <summary>A request of a typed call.</summary>
    public abstract class Request : Members
    {
        [DebuggerBrowsable(DebuggerBrowsableState.Never)]
        private Dictionary<string, FilePart>? files;

        private protected Request()
        {
        }

        /// <summary>Members to send beyond the declared ones, as they are. They must not repeat a declared one.</summary>
        public IDictionary<string, object?> Extra { get; } = new Dictionary<string, object?>();

        internal override IEnumerable<KeyValuePair<string, object?>> Written()
        {
            foreach (KeyValuePair<string, object?> member in base.Written())
            {
                yield return member;
            }
            if (Extra.Count > 0)
            {
                yield return new KeyValuePair<string, object?>("extra", Extra);
            }
        }

        /// <summary>The files as they cross the boundary, or null for none.</summary>
        internal IReadOnlyList<Part>? SentFiles() => files == null ? null : Part.Of(files);

        private protected FilePart? GetFile(string name) => files != null && files.TryGetValue(name, out FilePart? file) ? file : null;

        private protected void SetFile(string name, FilePart? file)
        {
            files = files ?? new Dictionary<string, FilePart>();
            if (file == null)
            {
                files.Remove(name);
            }
            else
            {
                files[name] = file;
            }
        }
    }
}
