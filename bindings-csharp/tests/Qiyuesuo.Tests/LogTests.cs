using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>What the package itself has to log.</summary>
    public sealed class LogTests
    {
        [Fact]
        public async Task An_attempt_handler_that_throws_is_an_error_in_the_log()
        {
            var errors = new ConcurrentQueue<string>();
            QiyuesuoLog.Listen(QiyuesuoLogLevel.Error, (level, message) => errors.Enqueue($"{level} {message}"));
            try
            {
                using (var server = new TicketServer())
                {
                    ClientOptions options = server.Options;
                    options.OnAttempt = attempt => throw new InvalidOperationException("of 张三");
                    using (var client = new QiyuesuoClient(options))
                    {
                        Assert.Equal(TicketServer.Ticket, client.Ticket().Value);
                        Assert.Equal(TicketServer.Ticket, (await client.TicketAsync()).Value);
                    }
                }
            }
            finally
            {
                QiyuesuoLog.Listen(QiyuesuoLogLevel.Off, null);
            }
            Assert.Equal(2, errors.Count);
            foreach (string error in errors)
            {
                Assert.Contains("Error OnAttempt threw System.InvalidOperationException at Qiyuesuo.Tests.LogTests", error);
                Assert.DoesNotContain("张三", error);
            }
        }

        [Fact]
        public void Where_nobody_listens_it_goes_to_stderr_unless_that_is_off()
        {
            using (var server = new TicketServer())
            {
                foreach (string? wanted in new[] { null, "warn" })
                {
                    string output = Children.Start(Where.Folder, "metrics", server.Url, ("QYS_LOG", wanted)).Output;
                    Assert.Equal(1, output.Split('\n').Count(line => line.StartsWith("qiyuesuo error: OnAttempt threw ")));
                }
                Assert.Equal((0, ""), Children.Start(Where.Folder, "metrics", server.Url, ("QYS_LOG", "off")));
            }
        }
    }
}
