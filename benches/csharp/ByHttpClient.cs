using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
#if NETCOREAPP
using System.Text.Json;
#else
using System.IO;
using System.Runtime.Serialization.Json;
#endif

namespace Bench
{
    /// <summary>HttpClient, with the JSON that the runtime carries.</summary>
    public sealed class ByHttpClient
    {
        private static readonly MediaTypeHeaderValue json = MediaTypeHeaderValue.Parse("application/json;charset=UTF-8");
        private static readonly DateTime epoch = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        [ThreadStatic]
        private static MD5? md5;

        private readonly HttpClient http = new HttpClient(new HttpClientHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            Timeout = TimeSpan.FromSeconds(30),
        };

        public async Task<string> TicketAsync()
        {
            string timestamp = ((long)(DateTime.UtcNow - epoch).TotalMilliseconds).ToString();
            string nonce = Guid.NewGuid().ToString();
            using (var request = new HttpRequestMessage(HttpMethod.Post, Program.Url + "/v2/personalauth/miniappexchange"))
            {
                request.Headers.Add("x-qys-open-accesstoken", Program.Token);
                request.Headers.Add("x-qys-open-timestamp", timestamp);
                request.Headers.Add("x-qys-open-nonce", nonce);
                request.Headers.Add("x-qys-open-signature", Signature(timestamp, nonce));
                request.Content = new ByteArrayContent(Body());
                request.Content.Headers.ContentType = json;
                using (HttpResponseMessage answer = await http.SendAsync(request).ConfigureAwait(false))
                {
                    answer.EnsureSuccessStatusCode();
                    Envelope envelope = Read(await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false));
                    return envelope.code == 0 ? envelope.result!.ticket! : throw new InvalidOperationException(envelope.message);
                }
            }
        }

        private static string Signature(string timestamp, string nonce)
        {
            md5 = md5 ?? MD5.Create();
            byte[] digest = md5.ComputeHash(Encoding.UTF8.GetBytes(Program.Token + Program.Secret + timestamp + nonce));
            var hex = new StringBuilder(32);
            foreach (byte one in digest)
            {
                hex.Append(one.ToString("x2"));
            }
            return hex.ToString();
        }

#if NETCOREAPP
        private static byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(new Request());

        private static Envelope Read(byte[] text) => JsonSerializer.Deserialize<Envelope>(text)!;
#else
        private static readonly DataContractJsonSerializer requests = new DataContractJsonSerializer(typeof(Request));
        private static readonly DataContractJsonSerializer envelopes = new DataContractJsonSerializer(typeof(Envelope));

        private static byte[] Body()
        {
            using (var bytes = new MemoryStream())
            {
                requests.WriteObject(bytes, new Request());
                return bytes.ToArray();
            }
        }

        private static Envelope Read(byte[] text)
        {
            using (var bytes = new MemoryStream(text))
            {
                return (Envelope)envelopes.ReadObject(bytes)!;
            }
        }
#endif

        public sealed class Request
        {
            public string mode { get; set; } = "BANK";
            public User user { get; set; } = new User();
            public string username { get; set; } = "张三";
            public string callbackUrl { get; set; } = "http://www.qiyuesuo.com";
        }

        public sealed class User
        {
            public string contact { get; set; } = "10020033044";
            public string contactType { get; set; } = "MOBILE";
        }

        public sealed class Envelope
        {
            public int code { get; set; }
            public string? message { get; set; }
            public Ticket? result { get; set; }
        }

        public sealed class Ticket
        {
            public string? ticket { get; set; }
        }
    }
}
