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

        private static async Task AllPassAsync(string group)
        {
            IReadOnlyDictionary<string, object?> file = Vectors.Load(group);
            var vectors = (IReadOnlyList<object?>)file["vectors"]!;
            ThreadPool.SetMinThreads(32, 32);
            using (var server = new Vectors())
            using (var room = new SemaphoreSlim(16))
            {
                string?[] problems = await Task.WhenAll(vectors.Select(vector => Task.Run(async () =>
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
                })));
                string[] failures = problems.OfType<string>().ToArray();
                Assert.True(failures.Length == 0, $"{failures.Length} of {vectors.Count} fail:\n{string.Join("\n", failures)}");
                Assert.NotEqual(0, vectors.Count);
            }
        }
    }
}
