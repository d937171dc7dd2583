using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Bench
{
    /// <summary>The load generator: so many calls in flight, for so long. The contract stands in ../README.md.</summary>
    internal static class Load
    {
        internal static readonly int InFlight = (int)Setting("BENCH_IN_FLIGHT", 1);
        private static readonly double warmUp = Setting("BENCH_WARM_UP", 1);
        private static readonly double seconds = Setting("BENCH_SECONDS", 4);
        private static readonly double requests = Setting("BENCH_REQUESTS", 400_000);

        /// <summary>Measures a client whose calls block, with a thread for each call in flight.</summary>
        internal static void Blocking(Func<string> ticket)
            => Measure((end, most) => Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    var lane = new Lane();
                    while (lane.GoesOn(end, most))
                    {
                        lane.Count(ticket);
                    }
                    return lane;
                },
                TaskCreationOptions.LongRunning))).GetAwaiter().GetResult());

        /// <summary>Measures a client whose calls are awaited, with a task for each call in flight.</summary>
        internal static void Waiting(Func<Task<string>> ticket)
            => Measure((end, most) => Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(async () =>
            {
                var lane = new Lane();
                while (lane.GoesOn(end, most))
                {
                    await lane.CountAsync(ticket).ConfigureAwait(false);
                }
                return lane;
            }))).GetAwaiter().GetResult());

        private static void Measure(Func<long, int, Lane[]> run)
        {
            run(End(warmUp), int.MaxValue);
            int most = (int)Math.Ceiling(requests / InFlight);
            using (Process process = Process.GetCurrentProcess())
            {
                process.Refresh();
                TimeSpan cpu = process.TotalProcessorTime;
                var clock = Stopwatch.StartNew();
                Lane[] lanes = run(End(seconds), most);
                double took = clock.Elapsed.TotalSeconds;
                process.Refresh();
                double spent = (process.TotalProcessorTime - cpu).TotalMilliseconds * 1000;
                double[] latencies = lanes.SelectMany(lane => lane.Latencies).OrderBy(value => value).ToArray();
                Console.WriteLine(string.Format(
                    CultureInfo.InvariantCulture,
                    "{{\"requests\": {0}, \"errors\": {1}, \"seconds\": {2}, \"cpu_us\": {3}, \"p50_us\": {4}, \"p99_us\": {5}}}",
                    latencies.Length, lanes.Sum(lane => lane.Errors), took, spent / latencies.Length,
                    latencies[latencies.Length / 2], latencies[latencies.Length * 99 / 100]));
            }
        }

        private static long End(double seconds) => Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);

        private static double Setting(string name, double otherwise)
            => double.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double given)
                ? given
                : otherwise;

        /// <summary>What the calls of one lane, one after the other, came to.</summary>
        private sealed class Lane
        {
            internal readonly List<double> Latencies = new List<double>(4096);
            internal int Errors;
            private long began;

            internal bool GoesOn(long end, int most)
            {
                began = Stopwatch.GetTimestamp();
                return began < end && Latencies.Count < most;
            }

            internal void Count(Func<string> ticket)
            {
                try
                {
                    Answered(ticket());
                }
                catch (Exception error)
                {
                    Failed(error);
                }
            }

            internal async Task CountAsync(Func<Task<string>> ticket)
            {
                try
                {
                    Answered(await ticket().ConfigureAwait(false));
                }
                catch (Exception error)
                {
                    Failed(error);
                }
            }

            private void Answered(string ticket)
            {
                if (ticket.Length == 0)
                {
                    throw new InvalidOperationException("no ticket");
                }
                Latencies.Add((Stopwatch.GetTimestamp() - began) * 1e6 / Stopwatch.Frequency);
            }

            private void Failed(Exception error)
            {
                if (Errors++ == 0)
                {
                    Console.Error.WriteLine($"a call failed: {error}");
                }
                Latencies.Add((Stopwatch.GetTimestamp() - began) * 1e6 / Stopwatch.Frequency);
            }
        }
    }
}
