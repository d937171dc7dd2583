using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Qiyuesuo.Testing;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>Lists that come page by page.</summary>
    public sealed class PagesTests : IDisposable
    {
        private readonly Emulator emulator = Emulator.Start();

        public void Dispose() => emulator.Dispose();

        [Fact]
        public void The_whole_list_is_read_page_by_page()
        {
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                Assert.Empty(client.Contract.ListAll().ToList());
                Assert.Equal(1, PagesSeen());
                List<string> drafts = Drafted(client, 5);
                var request = new ListContracts { SelectLimit = 2 };
                IEnumerable<ListedContract> contracts = client.Contract.ListAll(request);
                Assert.Equal(1, PagesSeen());
                var ids = new List<string>();
                foreach (ListedContract contract in contracts)
                {
                    ids.Add(contract.Id!);
                    // The list goes on as it began, whatever becomes of the request.
                    request.SelectLimit = 1;
                    request.SelectOffset = 4;
                }
                ids.Sort(StringComparer.Ordinal);
                Assert.Equal(drafts, ids);
                Assert.Equal(4, PagesSeen());
                Assert.Equal(2, client.Contract.ListAll(new ListContracts { SelectOffset = 3 }).Count());
            }
        }

        [Fact]
        public void An_error_ends_the_list()
        {
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                Drafted(client, 3);
                using (IEnumerator<ListedContract> contracts = client.Contract.ListAll(new ListContracts { SelectLimit = 2 }).GetEnumerator())
                {
                    Assert.True(contracts.MoveNext());
                    Assert.True(contracts.MoveNext());
                    emulator.SetFaults("[{\"fault\":{\"status\":200,\"body\":{\"code\":1002,\"message\":\"NO PERMISSION\"}}}]");
                    Assert.Throws<PermissionDeniedException>(() => contracts.MoveNext());
                    Assert.False(contracts.MoveNext());
                }
            }
        }

#if NETCOREAPP && !STANDARD
        [Fact]
        public async Task The_same_is_read_without_waiting()
        {
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                List<string> drafts = Drafted(client, 5);
                var ids = new List<string>();
                await foreach (ListedContract contract in client.Contract.ListAllAsync(new ListContracts { SelectLimit = 2 }))
                {
                    ids.Add(contract.Id!);
                }
                ids.Sort(StringComparer.Ordinal);
                Assert.Equal(drafts, ids);
                Assert.Equal(3, PagesSeen());
                using (var ended = new CancellationTokenSource())
                {
                    await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
                    {
                        await foreach (ListedContract _ in client.Contract.ListAllAsync(new ListContracts { SelectLimit = 2 }).WithCancellation(ended.Token))
                        {
                            ended.Cancel();
                        }
                    });
                }
            }
        }
#endif

        private static List<string> Drafted(QiyuesuoClient client, int count)
        {
            List<string> ids = Enumerable.Range(0, count)
                .Select(number => client.Contract.CreateDraft(new CreateContractDraft { Subject = "合同 " + number }).Id!)
                .ToList();
            ids.Sort(StringComparer.Ordinal);
            return ids;
        }

        private int PagesSeen() => emulator.Requests().Count(seen => "contract.list".Equals(seen["operation"]));
    }
}
