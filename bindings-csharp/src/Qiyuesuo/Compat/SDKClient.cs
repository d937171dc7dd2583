using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace Qiyuesuo.Compat
{
    /// <summary>
    /// The client under the name that the platform's documentation uses. Of its snippet only the <c>using</c> lines
    /// change, to <c>using Qiyuesuo.Compat;</c>.
    /// </summary>
    public class SDKClient : IDisposable
    {
        private readonly QiyuesuoClient client;

        /// <summary>Mind the order: token, secret, address.</summary>
        public SDKClient(string accessKey, string accessSecret, string serverUrl)
            : this(new ClientOptions { AppToken = accessKey, AppSecret = accessSecret, BaseUrl = serverUrl })
        {
        }

        /// <summary>With time-outs in milliseconds: to connect, and for each attempt.</summary>
        public SDKClient(string accessKey, string accessSecret, string serverUrl, int connectTimeout, int readTimeout)
            : this(new ClientOptions
            {
                AppToken = accessKey,
                AppSecret = accessSecret,
                BaseUrl = serverUrl,
                ConnectTimeout = TimeSpan.FromMilliseconds(connectTimeout),
                AttemptTimeout = TimeSpan.FromMilliseconds(readTimeout),
            })
        {
        }

        /// <summary>With any options, those of an agent (SaaS) among them.</summary>
        public SDKClient(ClientOptions options)
        {
            client = new QiyuesuoClient(options);
        }

        /// <summary>
        /// The JSON text of the platform's answer, also when its <c>code</c>, a number, says that the call failed.
        /// </summary>
        /// <exception cref="QiyuesuoException">
        /// There is no such answer: no connection, an HTTP status of 400 and above, or a success without the result that
        /// the call promises.
        /// </exception>
        public string Service(SdkRequest request)
        {
            if (request == null)
            {
                throw new ArgumentNullException(nameof(request));
            }
            return client.Envelope(request.Raw()).GetJsonText();
        }

        /// <summary>Writes the file that the platform answers to a stream.</summary>
        /// <exception cref="QiyuesuoException">The call failed.</exception>
        public void Download(SdkRequest request, ref Stream outputStream)
        {
            if (request == null)
            {
                throw new ArgumentNullException(nameof(request));
            }
            byte[] content = client.Download(request.Raw()).Content;
            outputStream = outputStream ?? new MemoryStream();
            outputStream.Write(content, 0, content.Length);
        }

        /// <summary>Ends the client.</summary>
        public void Dispose() => client.Dispose();
    }

    /// <summary>How the members of a request travel.</summary>
    public enum BodyEncoding
    {
        /// <summary>As a JSON body.</summary>
        Json,

        /// <summary>As the query of the address.</summary>
        Query,

        /// <summary>As text parts beside files.</summary>
        Multipart,
    }

    /// <summary>A request. A class of your own that derives from this reaches any other endpoint.</summary>
    public abstract class SdkRequest
    {
        private readonly Dictionary<string, object?> members = new Dictionary<string, object?>();
        private readonly Dictionary<string, Stream> files = new Dictionary<string, Stream>();
        private readonly string method;
        private readonly string path;
        private readonly BodyEncoding encoding;
        private readonly bool repeatable;

        /// <summary>With its address; <paramref name="repeatable"/>: it may be repeated after it may have arrived.</summary>
        protected SdkRequest(string method, string path, BodyEncoding encoding, bool repeatable)
        {
            this.method = method;
            this.path = path;
            this.encoding = encoding;
            this.repeatable = repeatable;
        }

        /// <summary>The type and the names of the members; values are hidden.</summary>
        public override string ToString() => $"{GetType().Name} {{ {string.Join(", ", members.Keys.Concat(files.Keys))} }}";

        /// <summary>A member by its name on the wire, or null.</summary>
        protected object? Get(string name) => members.TryGetValue(name, out object? value) ? value : null;

        /// <summary>Sets a member by its name on the wire; null takes it away.</summary>
        protected void Set(string name, object? value)
        {
            if (value == null)
            {
                members.Remove(name);
            }
            else
            {
                members[name] = value;
            }
        }

        /// <summary>A file by the name of its part, or null.</summary>
        protected Stream? GetStream(string name) => files.TryGetValue(name, out Stream? file) ? file : null;

        /// <summary>Sets a file by the name of its part; it is read when the call is made.</summary>
        protected void SetStream(string name, Stream? file)
        {
            if (file == null)
            {
                files.Remove(name);
            }
            else
            {
                files[name] = file;
            }
        }

        internal RawRequest Raw()
        {
            var request = new RawRequest(method, path) { Repeatable = repeatable };
            switch (encoding)
            {
                case BodyEncoding.Query:
                    request.Query = members;
                    break;
                case BodyEncoding.Multipart:
                    request.Files = members.Select(member => Pair(member.Key, new FilePart(Text(member.Value))))
                        .Concat(files.Select(file => Pair(file.Key, FilePart.FromStream(file.Value)))).ToList();
                    break;
                default:
                    request.Json = members;
                    break;
            }
            return request;
        }

        private static KeyValuePair<string, FilePart> Pair(string name, FilePart file) => new KeyValuePair<string, FilePart>(name, file);

        private static byte[] Text(object? value) => value is string text ? Encoding.UTF8.GetBytes(text) : Json.Serialize(value);
    }
}
