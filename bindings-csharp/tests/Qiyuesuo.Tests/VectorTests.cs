using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>The conformance vectors, by the synchronous calls and by the asynchronous ones.</summary>
    public sealed class VectorTests
    {
        [Fact]
        public Task Signatures() => AllPassAsync("signatures");

        [Fact]
        public Task Callbacks() => AllPassAsync("callbacks");

        [Fact]
        public async Task Requests()
        {
            await AllPassAsync("requests");
            Assert.True(VectorCall.Typed > VectorCall.AsData, $"{VectorCall.Typed} by a method, {VectorCall.AsData} as data");
        }

        [Fact]
        public Task Responses() => AllPassAsync("responses");

        [Fact]
        public Task Faults() => AllPassAsync("faults");

        private static bool CountsConnections(object? vector)
            => Json.Members(vector).TryGetValue("expect", out object? expect) && Json.Members(expect).ContainsKey("connections");

        private static async Task AllPassAsync(string group)
        {
            IReadOnlyDictionary<string, object?> file = Vectors.Load(group);
            var vectors = (IReadOnlyList<object?>)file["vectors"]!;
            ThreadPool.SetMinThreads(32, 32);
            using (var server = new Vectors())
            using (var room = new SemaphoreSlim(16))
            {
                // With blocking calls of other threads a connection may be dialled while one comes back.
                ILookup<bool, object?> alone = vectors.ToLookup(CountsConnections);
                var problems = new List<string?>(await Task.WhenAll(alone[false].Select(vector => Task.Run(async () =>
                {
                    await room.WaitAsync();
                    try
                    {
                        return await server.PlayAsync(group, file, Json.Members(vector));
                    }
                    finally
                    {
                        room.Release();
                    }
                }))));
                foreach (object? vector in alone[true])
                {
                    problems.Add(await Task.Run(() => server.PlayAsync(group, file, Json.Members(vector))));
                }
                string[] failures = problems.OfType<string>().ToArray();
                Assert.True(failures.Length == 0, $"{failures.Length} of {vectors.Count} fail:\n{string.Join("\n", failures)}");
                Assert.NotEqual(0, vectors.Count);
            }
        }
    }
}
