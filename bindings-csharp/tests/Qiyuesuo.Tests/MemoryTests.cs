using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>What stays in memory, and what the collector does meanwhile.</summary>
    public sealed class MemoryTests
    {
        [Fact]
        public async Task A_hundred_thousand_calls_leave_nothing_behind()
        {
            // The server is another process: its own memory is not the question.
            using (Process server = Process.Start(new ProcessStartInfo(Where.Host, $"\"{Where.Program}\" child serve")
            {
                UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
            })!)
            using (var client = new QiyuesuoClient(new ClientOptions
            {
                BaseUrl = await server.StandardOutput.ReadLineAsync(), AppToken = "token", AppSecret = "secret",
            }))
            {
                await ManyAsync(client, 5_000);
                Many(client, 5_000);
                long before = Resident();
                await ManyAsync(client, 50_000);
                Many(client, 50_000);
                long grown = Resident() - before;
                server.StandardInput.Close();
                // A leak of 100 bytes a call would be more.
                Assert.True(grown < 10_000, $"{grown} KiB more after 100,000 calls");
            }
        }

        [Fact]
        public async Task Errors_and_cancellations_leave_nothing_behind()
        {
            using (var server = new TicketServer(body: "{\"code\":1001,\"message\":\"no\"}", status: 500))
            using (QiyuesuoClient client = server.Client())
            {
                await FailAsync(client, 2_000);
                long before = Resident();
                await FailAsync(client, 10_000);
                long grown = Resident() - before;
                Assert.True(grown < 8_000, $"{grown} KiB more after 10,000 failures");
            }
        }

        [Fact]
        public async Task The_collector_runs_while_calls_are_in_flight()
        {
            using (var server = new TicketServer(delay: TimeSpan.FromMilliseconds(1)))
            using (QiyuesuoClient client = server.Client())
            {
                bool end = false;
                var collector = new Thread(() =>
                {
                    while (!Volatile.Read(ref end))
                    {
                        GC.Collect();
                        GC.WaitForPendingFinalizers();
                    }
                });
                collector.Start();
                try
                {
                    await Task.WhenAll(Enumerable.Range(0, 16).Select(lane => Task.Run(async () =>
                    {
                        for (int round = 0; round < 50; round++)
                        {
                            string ticket = round % 2 == 0 ? (await client.TicketAsync()).Value : client.Ticket().Value;
                            Assert.Equal(TicketServer.Ticket, ticket);
                        }
                    })));
                }
                finally
                {
                    Volatile.Write(ref end, true);
                    collector.Join();
                }
            }
        }

        [Fact]
        public async Task Forgotten_clients_are_closed_by_their_finalizers_but_not_under_a_call()
        {
            using (var server = new TicketServer(delay: TimeSpan.FromMilliseconds(300)))
            {
                Task<Ticket>[] calls = Enumerable.Range(0, 20).Select(number => Forget(server, number)).ToArray();
                TicketServer.Soon("the requests arrive", () => server.Requests == 20);
                // Nobody but the calls in flight know the clients now.
                Collect();
                foreach (Ticket ticket in await Task.WhenAll(calls))
                {
                    Assert.Equal(TicketServer.Ticket, ticket.Value);
                }
                calls = new Task<Ticket>[0];
                // Until here this runs on the stack of a call's end, which still knows its client.
                await Task.Yield();
                // Mono's collector is conservative: what stands on a stack by chance keeps a client or two there.
                TicketServer.Soon("their connections are closed", () =>
                {
                    Collect();
                    return server.Closed >= (Where.IsMono ? 15 : 20);
                });
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static Task<Ticket> Forget(TicketServer server, int number)
        {
            ClientOptions options = server.Options;
            // So that it is no second handle to another client.
            options.AppInfo = "forgotten/" + number;
            return new QiyuesuoClient(options).TicketAsync();
        }

        private static void Collect()
        {
            // What stands on a stack by chance is overwritten.
            Task.Run(() => new byte[4096].Length).Wait();
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
        }

        private static async Task ManyAsync(QiyuesuoClient client, int calls)
            => await Task.WhenAll(Enumerable.Range(0, 32).Select(lane => Task.Run(async () =>
            {
                for (int round = 0; round < calls / 32; round++)
                {
                    Assert.Equal(TicketServer.Ticket, (await client.TicketAsync()).Value);
                }
            })));

        private static void Many(QiyuesuoClient client, int calls)
            => Parallel.For(0, calls, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ => Assert.Equal(TicketServer.Ticket, client.Ticket().Value));

        private static async Task FailAsync(QiyuesuoClient client, int calls)
            => await Task.WhenAll(Enumerable.Range(0, 8).Select(lane => Task.Run(async () =>
            {
                for (int round = 0; round < calls / 16; round++)
                {
                    await Assert.ThrowsAsync<ServerException>(() => client.TicketAsync());
                    using (var source = new CancellationTokenSource())
                    {
                        Task<Ticket> call = client.TicketAsync(source.Token);
                        source.Cancel();
                        await Assert.ThrowsAnyAsync<Exception>(() => call);
                    }
                }
            })));

        /// <summary>Resident memory in KiB, after everything was collected that can be.</summary>
        private static long Resident()
        {
            for (int round = 0; round < 3; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
            return File.ReadLines("/proc/self/status").Where(line => line.StartsWith("VmRSS:"))
                .Select(line => long.Parse(line.Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries)[1])).First();
        }
    }
}
