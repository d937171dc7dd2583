using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Qiyuesuo
{
    /// <summary>A file that travels with a call; an array of bytes is one too.</summary>
    public sealed class FilePart
    {
        /// <summary>A file of these bytes, which must not change until the call has ended.</summary>
        /// <param name="content">The bytes; the platform takes up to 50 MB.</param>
        /// <param name="filename">File name. Default: none, which makes it a text part.</param>
        /// <param name="contentType">Media type. Default: that of the platform's choosing.</param>
        public FilePart(byte[] content, string? filename = null, string? contentType = null)
        {
            Content = content ?? throw new ArgumentNullException(nameof(content));
            Filename = filename;
            ContentType = contentType;
        }

        /// <summary>The bytes.</summary>
        public byte[] Content { get; }

        /// <summary>File name.</summary>
        public string? Filename { get; }

        /// <summary>Media type.</summary>
        public string? ContentType { get; }

        // Without a file name it would be no file to servers: it gets the name of its part (see Part).
        internal bool Bare { get; private set; }

        /// <summary>Reads a file.</summary>
        public static FilePart FromFile(string path, string? contentType = null)
            => new FilePart(File.ReadAllBytes(path), Path.GetFileName(path), contentType);

        /// <summary>Reads a stream to its end.</summary>
        public static FilePart FromStream(Stream stream, string? filename = null, string? contentType = null)
        {
            if (stream == null)
            {
                throw new ArgumentNullException(nameof(stream));
            }
            using (var copy = new MemoryStream())
            {
                stream.CopyTo(copy);
                string? own = stream is FileStream file ? Path.GetFileName(file.Name) : null;
                return new FilePart(copy.ToArray(), filename ?? own, contentType) { Bare = filename == null && own == null };
            }
        }

        /// <summary>A file of these bytes under the name of its part.</summary>
        public static implicit operator FilePart(byte[] content) => new FilePart(content) { Bare = true };

        /// <summary>Media type and size; neither name nor content.</summary>
        public override string ToString() => $"FilePart({Content.Length} bytes, {ContentType ?? "no media type"})";
    }

    /// <summary>A file under the name it has in its call.</summary>
    internal sealed class Part
    {
        internal readonly string Name;
        internal readonly string? Filename;
        internal readonly string? ContentType;
        internal readonly byte[] Data;

        private Part(string name, FilePart file)
        {
            Name = name;
            Filename = file.Filename ?? (file.Bare ? name : null);
            ContentType = file.ContentType;
            Data = file.Content;
        }

        internal static IReadOnlyList<Part>? Of(IEnumerable<KeyValuePair<string, FilePart>>? files)
            => files?.Select(file => new Part(
                file.Key, file.Value ?? throw new ValidationException($"the file `{file.Key}` is null"))).ToList();
    }
}
