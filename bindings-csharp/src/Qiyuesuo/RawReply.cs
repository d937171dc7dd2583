using System.Collections.Generic;
using System.IO;
using System.Text;

namespace Qiyuesuo
{
    /// <summary>The answer to <see cref="QiyuesuoClient.RequestAsync"/>. Its text hides its members.</summary>
    public sealed class RawReply
    {
        private readonly byte[] json;

        internal RawReply(Reply reply)
        {
            json = reply.Body;
            Data = reply.Read();
            Response = reply.Response();
        }

        /// <summary>
        /// The whole envelope: <see cref="IReadOnlyDictionary{TKey, TValue}"/>, <see cref="IReadOnlyList{T}"/>, string, bool,
        /// long (BigInteger beyond it), double and null.
        /// </summary>
        public object? Data { get; }

        /// <summary>The <c>result</c> of the envelope, or null.</summary>
        public object? Result => Json.Members(Data).TryGetValue("result", out object? result) ? result : null;

        /// <summary>HTTP status of the answer.</summary>
        public int HttpStatus => Response.HttpStatus;

        /// <summary>How many attempts the call took.</summary>
        public int Attempts => Response.Attempts;

        /// <summary>HTTP status and headers of the answer, its request id, and what the call took.</summary>
        public ResponseInfo Response { get; }

        /// <summary>The envelope as JSON text, for any deserializer.</summary>
        public string GetJsonText() => Encoding.UTF8.GetString(json);

        /// <summary>Status and shape; values are hidden.</summary>
        public override string ToString() => $"RawReply({Members.Masked(Data)}, HttpStatus = {HttpStatus}, Attempts = {Attempts})";
    }

    /// <summary>The answer to <see cref="QiyuesuoClient.DownloadAsync"/>.</summary>
    public sealed class Download
    {
        internal Download(Reply reply)
        {
            Content = reply.Body;
            ContentType = reply.Detail("content_type");
            Filename = reply.Detail("filename");
            Response = reply.Response();
        }

        /// <summary>The bytes.</summary>
        public byte[] Content { get; }

        /// <summary>Media type, as sent.</summary>
        public string? ContentType { get; }

        /// <summary>File name without any folder, if the platform gave one.</summary>
        public string? Filename { get; }

        /// <summary>HTTP status of the answer.</summary>
        public int HttpStatus => Response.HttpStatus;

        /// <summary>How many attempts the call took.</summary>
        public int Attempts => Response.Attempts;

        /// <summary>HTTP status and headers of the answer, its request id, and what the call took.</summary>
        public ResponseInfo Response { get; }

        /// <summary>Writes the bytes to a file.</summary>
        public void Save(string path) => File.WriteAllBytes(path, Content);

        /// <summary>Size and media type.</summary>
        public override string ToString() => $"Download({Content.Length} bytes, {ContentType ?? "no media type"})";
    }
}
