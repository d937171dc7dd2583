using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace Qiyuesuo
{
    /// <summary>A request of a typed call.</summary>
    public abstract class Request : Members
    {
        [DebuggerBrowsable(DebuggerBrowsableState.Never)]
        private Dictionary<string, IReadOnlyList<FilePart>>? files;

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

        /// <summary>How many elements of a list it skips.</summary>
        internal long? WindowOffset => AsInteger(Get("selectOffset"));

        /// <summary>How many elements of a list it wants.</summary>
        internal long? WindowLimit => AsInteger(Get("selectLimit"));

        /// <summary>Takes over the members of another one, for these elements of its list.</summary>
        internal void TakeWindow(Request? other, long offset, long limit)
        {
            if (other != null)
            {
                foreach (KeyValuePair<string, object?> member in other.Written().Where(member => member.Key != "extra"))
                {
                    Set(member.Key, member.Value);
                }
                foreach (KeyValuePair<string, object?> member in other.Extra)
                {
                    Extra[member.Key] = member.Value;
                }
            }
            Set("selectOffset", offset);
            Set("selectLimit", limit);
        }

        /// <summary>The files as they cross the boundary, or null for none.</summary>
        internal IReadOnlyList<Part>? SentFiles()
            => Part.Of(files?.SelectMany(named => named.Value, (named, file) => new KeyValuePair<string, FilePart>(named.Key, file)));

        private protected FilePart? GetFile(string name) => GetFiles(name)?.FirstOrDefault();

        private protected void SetFile(string name, FilePart? file) => SetFiles(name, file == null ? null : new[] { file });

        private protected IReadOnlyList<FilePart>? GetFiles(string name)
            => files != null && files.TryGetValue(name, out IReadOnlyList<FilePart>? several) ? several : null;

        private protected void SetFiles(string name, IReadOnlyList<FilePart>? several)
        {
            files = files ?? new Dictionary<string, IReadOnlyList<FilePart>>();
            if (several == null)
            {
                files.Remove(name);
            }
            else
            {
                files[name] = several;
            }
        }
    }
}
