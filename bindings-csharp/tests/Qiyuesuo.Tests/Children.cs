using System;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace Qiyuesuo.Tests
{
    /// <summary>Programs that tests start, because they end, or fail to load.</summary>
    internal static class Children
    {
        internal static int Run(string name, string[] arguments)
        {
            switch (name)
            {
                case "load":
                    try
                    {
                        Console.WriteLine(QiyuesuoClient.Version);
                        return 0;
                    }
                    catch (DllNotFoundException error)
                    {
                        Console.WriteLine(error.Message);
                        return 3;
                    }
                case "leave":
                    // Ends while calls are in flight on both ways, and a client is open.
                    var client = new QiyuesuoClient(Options(arguments[0]));
                    Task<Ticket> first = client.TicketAsync();
                    _ = Task.Run(() => client.Ticket());
                    Task.WaitAny(first, Task.Delay(500));
                    Console.WriteLine("left");
                    return 0;
                case "threads":
                    int before = Threads();
                    using (var quiet = new QiyuesuoClient(Options(arguments[0])))
                    {
                        quiet.Ticket();
                        Console.WriteLine(Threads().ToString() + " " + before);
                    }
                    return 0;
                case "log":
                    using (var logging = new QiyuesuoClient(Options(arguments[0])))
                    {
                        logging.Ticket();
                        logging.TicketAsync().Wait();
                        // The background thread brings its lines soon after.
                        Task.Delay(1000).Wait();
                    }
                    return 0;
                case "metrics":
                    ClientOptions options = Options(arguments[0]);
                    options.OnAttempt = attempt => throw new InvalidOperationException();
                    using (var told = new QiyuesuoClient(options))
                    {
                        told.Ticket();
                    }
                    return 0;
                case "fake":
                    using (var fake = new FakeClient())
                    {
                        Console.WriteLine(new Door(fake).OpenAsync("10020033044").Result);
                        GC.KeepAlive(QiyuesuoModelFactory.CallbackEvent().ToString() + QiyuesuoModelFactory.RawReply() + fake.Contract);
                    }
                    return 0;
                case "serve":
                    var server = new TicketServer();
                    Console.WriteLine(server.Url);
                    // Until the test that started it closes its input, or ends.
                    Console.In.ReadToEnd();
                    return 0;
                default:
                    throw new ArgumentException($"no child {name}");
            }
        }

        /// <summary>Starts this program as a child and waits for its end.</summary>
        internal static (int Code, string Output) Start(string folder, string name, string argument = "", params (string, string?)[] environment)
        {
            string program = System.IO.Path.Combine(folder, Where.IsMono ? "Qiyuesuo.Tests.exe" : "Qiyuesuo.Tests.dll");
            var start = new ProcessStartInfo(Where.Host, $"\"{program}\" child {name} {argument}")
            {
                UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            foreach ((string variable, string? value) in environment)
            {
                start.EnvironmentVariables[variable] = value;
            }
            using (Process process = Process.Start(start)!)
            {
                Task<string> errors = process.StandardError.ReadToEndAsync();
                string output = process.StandardOutput.ReadToEnd();
                if (!process.WaitForExit(30_000))
                {
                    process.Kill();
                    throw new TimeoutException($"the child does not end: {output}");
                }
                return (process.ExitCode, output + errors.Result);
            }
        }

        private static ClientOptions Options(string url)
            => new ClientOptions { BaseUrl = url, AppToken = "token-hidden", AppSecret = "secret-hidden", MaxRetries = 0 };

        // Not Process.Threads: counting them makes some.
        private static int Threads() => System.IO.Directory.GetDirectories("/proc/self/task").Length;
    }
}
