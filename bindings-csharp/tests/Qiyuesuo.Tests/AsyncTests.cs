using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>Cancelling, closing, contexts and threads.</summary>
    public sealed class AsyncTests
    {
        [Fact]
        public async Task Cancelling_drops_the_request_and_the_server_sees_it()
        {
            using (var server = new TicketServer(hang: true))
            using (QiyuesuoClient client = server.Client())
            using (var source = new CancellationTokenSource())
            {
                Task<Ticket> call = client.TicketAsync(source.Token);
                TicketServer.Soon("the request arrives", () => server.Requests == 1);
                var clock = Stopwatch.StartNew();
                source.Cancel();
                var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
                Assert.Equal(source.Token, error.CancellationToken);
                Assert.True(call.IsCanceled);
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), clock.Elapsed.ToString());
                TicketServer.Soon("the connection is closed", () => server.Closed == 1);
            }
        }

        [Fact]
        public async Task Cancelling_ends_a_blocking_call_too()
        {
            using (var server = new TicketServer(hang: true))
            using (QiyuesuoClient client = server.Client())
            using (var source = new CancellationTokenSource())
            {
                Task call = Task.Run(() => client.Ticket(source.Token));
                TicketServer.Soon("the request arrives", () => server.Requests == 1);
                source.Cancel();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
                TicketServer.Soon("the connection is closed", () => server.Closed == 1);
            }
        }

        [Fact]
        public async Task A_token_that_is_cancelled_before_sends_nothing()
        {
            using (var server = new TicketServer())
            using (QiyuesuoClient client = server.Client())
            {
                var token = new CancellationToken(true);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.TicketAsync(token));
                Assert.Equal(0, server.Requests);
            }
        }

        [Fact]
        public async Task Cancelling_in_the_middle_of_everything_loses_no_call()
        {
            using (var server = new TicketServer(delay: TimeSpan.FromMilliseconds(2)))
            using (QiyuesuoClient client = server.Client())
            {
                int answered = 0;
                int cancelled = 0;
                var random = new Random(7);
                await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
                {
                    for (int round = 0; round < 100; round++)
                    {
                        int after;
                        lock (random)
                        {
                            after = random.Next(5);
                        }
                        using (var source = new CancellationTokenSource(after))
                        {
                            try
                            {
                                await client.TicketAsync(source.Token);
                                Interlocked.Increment(ref answered);
                            }
                            catch (OperationCanceledException)
                            {
                                Interlocked.Increment(ref cancelled);
                            }
                        }
                    }
                }));
                Assert.Equal(1600, answered + cancelled);
                Assert.NotEqual(0, cancelled);
            }
        }

        [Fact]
        public async Task Disposing_ends_calls_in_flight_and_refuses_later_ones()
        {
            using (var server = new TicketServer(hang: true))
            {
                QiyuesuoClient client = server.Client();
                Task<Ticket> one = client.TicketAsync();
                Task<Ticket> two = Task.Run(() => client.Ticket());
                TicketServer.Soon("both arrive", () => server.Requests == 2);
                client.Dispose();
                Assert.Equal(ErrorKind.Cancelled, (await Assert.ThrowsAsync<CancelledException>(() => one)).Kind);
                await Assert.ThrowsAsync<CancelledException>(() => two);
                await Assert.ThrowsAsync<ConfigurationException>(() => client.TicketAsync());
            }
        }

        [Fact]
        public async Task A_panic_is_an_exception_on_both_ways()
        {
            using (var server = new TicketServer())
            using (QiyuesuoClient client = server.Client())
            {
                ICaller caller = client;
                Assert.Throws<InternalException>(() => caller.Call(Calls.Named("__panic"), reply => reply, default));
                await Assert.ThrowsAsync<InternalException>(() => caller.CallAsync(Calls.Named("__panic"), reply => reply, default));
                Assert.Equal(TicketServer.Ticket, (await client.TicketAsync()).Value);
            }
        }

        [Fact]
        public void Blocking_on_a_task_inside_a_context_of_one_thread_does_not_deadlock()
        {
            using (var server = new TicketServer(delay: TimeSpan.FromMilliseconds(20)))
            using (QiyuesuoClient client = server.Client())
            using (var context = new OneThread())
            {
                string[] tickets = context.Run(() => new[]
                {
                    client.TicketAsync().Result.Value,
                    client.Ticket().Value,
                    client.Ticket(new CancellationTokenSource().Token).Value,
                });
                Assert.Equal(new[] { TicketServer.Ticket, TicketServer.Ticket, TicketServer.Ticket }, tickets);
            }
        }

        [Fact]
        public void Awaiting_inside_a_context_comes_back_to_it()
        {
            using (var server = new TicketServer(delay: TimeSpan.FromMilliseconds(20)))
            using (QiyuesuoClient client = server.Client())
            using (var context = new OneThread())
            {
                var done = new TaskCompletionSource<bool>();
                context.Post(async _ =>
                {
                    int before = Thread.CurrentThread.ManagedThreadId;
                    await client.TicketAsync();
                    done.SetResult(before == Thread.CurrentThread.ManagedThreadId);
                }, null);
                Assert.True(done.Task.Result, "the continuation ran on another thread");
            }
        }

        [Fact]
        public async Task A_continuation_that_blocks_holds_up_no_other_call()
        {
            using (var server = new TicketServer())
            using (QiyuesuoClient client = server.Client())
            using (var gate = new ManualResetEventSlim())
            {
                Task blocked = client.TicketAsync().ContinueWith(
                    _ => gate.Wait(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                for (int round = 0; round < 20; round++)
                {
                    Task<Ticket> call = client.TicketAsync();
                    Assert.True(await Task.WhenAny(call, Task.Delay(5000)) == call, "a call waits for another's continuation");
                }
                gate.Set();
                await blocked;
            }
        }

        [Fact]
        public void A_hundred_threads_share_a_client()
        {
            using (var server = new TicketServer())
            using (QiyuesuoClient client = server.Client())
            {
                var problems = new ConcurrentQueue<Exception>();
                Thread[] threads = Enumerable.Range(0, 100).Select(_ => new Thread(() =>
                {
                    try
                    {
                        for (int round = 0; round < 10; round++)
                        {
                            Assert.Equal(TicketServer.Ticket, round % 2 == 0 ? client.Ticket().Value : client.TicketAsync().Result.Value);
                        }
                    }
                    catch (Exception error)
                    {
                        problems.Enqueue(error);
                    }
                })).ToArray();
                Array.ForEach(threads, thread => thread.Start());
                Array.ForEach(threads, thread => thread.Join());
                Assert.Empty(problems);
                Assert.Equal(1000, server.Requests);
            }
        }

        /// <summary>A context with one thread, as of a window or of ASP.NET on .NET Framework.</summary>
        private sealed class OneThread : SynchronizationContext, IDisposable
        {
            private readonly BlockingCollection<Action> work = new BlockingCollection<Action>();

            internal OneThread()
            {
                var thread = new Thread(() =>
                {
                    SetSynchronizationContext(this);
                    foreach (Action act in work.GetConsumingEnumerable())
                    {
                        act();
                    }
                })
                {
                    IsBackground = true,
                };
                thread.Start();
            }

            public override void Post(SendOrPostCallback act, object? state) => work.Add(() => act(state));

            public void Dispose() => work.CompleteAdding();

            internal T Run<T>(Func<T> run)
            {
                var done = new TaskCompletionSource<T>();
                work.Add(() =>
                {
                    try
                    {
                        done.SetResult(run());
                    }
                    catch (Exception error)
                    {
                        done.SetException(error);
                    }
                });
                Assert.True(done.Task.Wait(TimeSpan.FromSeconds(20)), "a deadlock");
                return done.Task.Result;
            }
        }
    }
}
