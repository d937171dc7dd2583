using System.Text;

namespace Qiyuesuo
{
    /// <summary>
    /// A result whose shape is unknown. When it becomes known, members come beside <see cref="Data"/>. Its text hides its
    /// data.
    /// </summary>
    public abstract class OpenResult
    {
        private readonly byte[] json;

        private protected OpenResult(Reply reply)
        {
            json = reply.Body;
            Data = reply.Read();
            Response = reply.Response();
        }

        /// <summary>
        /// The result, of the types that <see cref="RawReply.Data"/> names; null if the platform sent none.
        /// </summary>
        public object? Data { get; }

        /// <summary>HTTP status of the answer.</summary>
        public int HttpStatus => Response.HttpStatus;

        /// <summary>How many attempts the call took.</summary>
        public int Attempts => Response.Attempts;

        /// <summary>HTTP status and headers of the answer, its request id, and what the call took.</summary>
        public ResponseInfo Response { get; }

        /// <summary>The result as JSON text, for any deserializer.</summary>
        public string GetJsonText() => Encoding.UTF8.GetString(json);

        /// <summary>Status and shape; values are hidden.</summary>
        public override string ToString()
            => $"{GetType().Name}({Members.Masked(Data)}, HttpStatus = {HttpStatus}, Attempts = {Attempts})";
    }
}
