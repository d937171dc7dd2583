using System;
using System.Net;
using Qiyuesuo;

namespace Bench
{
    /// <summary>
    /// Measures one C# client: <c>Bench http-client | qiyuesuo | qiyuesuo-async</c>. The first is what a careful user
    /// would write: one HttpClient, a time-out, the status checked.
    /// </summary>
    internal static class Program
    {
        internal static readonly string Url = Environment.GetEnvironmentVariable("QYS_BASE_URL") ?? "";
        internal static readonly string Token = Environment.GetEnvironmentVariable("QYS_APP_TOKEN") ?? "bench-app-token-0123456789";
        internal static readonly string Secret = Environment.GetEnvironmentVariable("QYS_APP_SECRET") ?? "bench-app-secret-0123456789abcdef";

        private static int Main(string[] arguments)
        {
            // .NET Framework and Mono allow two connections to a server by default.
            ServicePointManager.DefaultConnectionLimit = Math.Max(2, Load.InFlight);
            switch (arguments[0])
            {
                case "http-client":
                    var byHand = new ByHttpClient();
                    Load.Waiting(byHand.TicketAsync);
                    return 0;
                case "qiyuesuo":
                    using (QiyuesuoClient client = Client())
                    {
                        Load.Blocking(() => client.PersonalAuth.CreateTicket(Request()).Value);
                    }
                    return 0;
                case "qiyuesuo-async":
                    using (QiyuesuoClient client = Client())
                    {
                        Load.Waiting(async () => (await client.PersonalAuth.CreateTicketAsync(Request()).ConfigureAwait(false)).Value);
                    }
                    return 0;
                default:
                    return 2;
            }
        }

        private static QiyuesuoClient Client() => new QiyuesuoClient(new ClientOptions { BaseUrl = Url, AppToken = Token, AppSecret = Secret });

        private static CreatePersonalAuthTicket Request()
            => new CreatePersonalAuthTicket(new User("10020033044", ContactType.Mobile))
            {
                Mode = AuthMode.Bank, Username = "张三", CallbackUrl = "http://www.qiyuesuo.com",
            };
    }
}
