using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qiyuesuo.Testing;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>Qiyuesuo.Extensions in real programs: Kestrel, dependency injection, ILogger.</summary>
    public sealed class KestrelTests
    {
        private static readonly HttpClient http = new HttpClient(new HttpClientHandler { UseProxy = false });

        [Fact]
        public async Task A_callback_endpoint_answers_what_the_platform_wants_to_hear()
        {
            var seen = new ConcurrentQueue<CallbackEvent>();
            using (IHost host = Host.CreateDefaultBuilder()
                .ConfigureLogging(logging => logging.ClearProviders())
                .ConfigureWebHostDefaults(web => web
                    .UseUrls("http://127.0.0.1:0")
                    .ConfigureServices(services => services.AddRouting())
                    .Configure(app => app.UseRouting().UseEndpoints(endpoints => endpoints.MapQiyuesuoCallback(
                        "/callback", new CallbackOptions { AllowUnsigned = true }, (received, context) =>
                        {
                            seen.Enqueue(received);
                            return Task.CompletedTask;
                        }))))
                .Build())
            {
                await host.StartAsync();
                string address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>().Addresses.First();
                HttpResponseMessage answer = await http.PostAsync(
                    address + "/callback?tenant=7", new StringContent("authId=1&status=1&username=%E5%BC%A0%E4%B8%89", null!, "application/x-www-form-urlencoded"));
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                CallbackEvent received = seen.Single();
                Assert.Equal("张三", received.Field("username"));
                Assert.Equal("1", received.Field("status"));
                Assert.Equal("7", received.OwnParameters["tenant"]);
                Assert.Null(received.Field("tenant"));
                Assert.Equal(received.Reply.Body, await answer.Content.ReadAsStringAsync());
                answer = await http.PostAsync(address + "/callback", new StringContent("signature=00&timestamp=1&content=x"));
                Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
                Assert.Equal(1, seen.Count);
                await host.StopAsync();
            }
        }

        [Fact]
        public async Task The_example_receives_callbacks()
        {
            var start = new ProcessStartInfo(Path.Combine(Where.Source, "examples", "csharp", "run"), "callbacks --urls http://127.0.0.1:0")
            {
                UseShellExecute = false, RedirectStandardOutput = true,
            };
            using (Process process = Process.Start(start)!)
            {
                try
                {
                    string? line;
                    do
                    {
                        line = await process.StandardOutput.ReadLineAsync();
                    }
                    while (line != null && !line.StartsWith("http://"));
                    HttpResponseMessage answer = await http.PostAsync(
                        line + "/callback", new StringContent("authId=1&status=1", null!, "application/x-www-form-urlencoded"));
                    Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                }
                finally
                {
                    process.Kill();
                    process.WaitForExit();
                }
            }
        }

        [Fact]
        public async Task Services_give_one_client_with_options_of_a_section_and_its_log()
        {
            using (Emulator emulator = Emulator.Start())
            {
                IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new[]
                {
                    Pair("Qiyuesuo:AppToken", emulator.AppToken), Pair("Qiyuesuo:AppSecret", emulator.AppSecret),
                    Pair("Qiyuesuo:BaseUrl", emulator.Url), Pair("Qiyuesuo:TotalTimeout", "00:00:20"), Pair("Qiyuesuo:MaxRetries", "0"),
                }).Build();
                var lines = new Lines();
                using (ServiceProvider services = new ServiceCollection()
                    .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(lines))
                    .AddQiyuesuo(configuration.GetSection("Qiyuesuo"))
                    .BuildServiceProvider())
                {
                    QiyuesuoClient client = services.GetRequiredService<QiyuesuoClient>();
                    Assert.True(ReferenceEquals(client, services.GetRequiredService<QiyuesuoClient>()));
                    string ticket = (await client.TicketAsync()).Value;
                    client.Ticket();
                    TicketServer.Soon("two attempts are logged", () => lines.Written.Count(line => line.Contains("personal_auth.create_ticket")) == 2);
                    string all = string.Join("\n", lines.Written);
                    Assert.DoesNotContain(ticket, all);
                    Assert.DoesNotContain(emulator.AppSecret, all);
                    Assert.DoesNotContain("10020033044", all);
                }
                QiyuesuoLog.Listen(QiyuesuoLogLevel.Off, null);
                Assert.Throws<ConfigurationException>(() => new ServiceCollection().AddQiyuesuo(options => options.MaxRetries = -1)
                    .BuildServiceProvider().GetRequiredService<QiyuesuoClient>());
            }
        }

        [Fact]
        public void An_attempt_handler_that_throws_is_an_error_for_a_logger_that_wants_errors_alone()
        {
            var lines = new Lines();
            using (var server = new TicketServer())
            using (ServiceProvider services = new ServiceCollection()
                .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddProvider(lines))
                .AddQiyuesuo(options =>
                {
                    (options.BaseUrl, options.AppToken, options.AppSecret) = (server.Url, "token", "secret");
                    options.OnAttempt = attempt => throw new InvalidOperationException();
                })
                .BuildServiceProvider())
            {
                Assert.Equal(TicketServer.Ticket, services.GetRequiredService<QiyuesuoClient>().Ticket().Value);
                QiyuesuoLog.Listen(QiyuesuoLogLevel.Off, null);
            }
            Assert.Equal(1, lines.Written.Count);
            Assert.Contains("Error OnAttempt threw System.InvalidOperationException", lines.Written.First());
        }

        private static System.Collections.Generic.KeyValuePair<string, string> Pair(string name, string value)
            => new System.Collections.Generic.KeyValuePair<string, string>(name, value);

        private sealed class Lines : ILoggerProvider, ILogger
        {
            internal readonly ConcurrentQueue<string> Written = new ConcurrentQueue<string>();

            public ILogger CreateLogger(string category) => this;

            public void Dispose()
            {
            }

            public IDisposable BeginScope<TState>(TState state) => this;

            public bool IsEnabled(LogLevel level) => true;

            public void Log<TState>(LogLevel level, EventId id, TState state, Exception error, Func<TState, Exception, string> format)
                => Written.Enqueue($"{level} {format(state, error)}");
        }
    }
}
