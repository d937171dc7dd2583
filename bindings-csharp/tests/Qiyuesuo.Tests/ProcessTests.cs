using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>Loading the native library, leaving, and the log, in processes of their own.</summary>
    public sealed class ProcessTests : IDisposable
    {
        private readonly string empty = Path.Combine(Path.GetTempPath(), "qiyuesuo-" + Guid.NewGuid().ToString("N"));

        public ProcessTests()
        {
            Directory.CreateDirectory(empty);
        }

        private static string Library => Path.Combine(Where.Folder, "runtimes", "linux-x64", "native", "libqiyuesuo.so");

        public void Dispose() => Directory.Delete(empty, true);

        [Fact]
        public void The_library_of_the_package_is_found()
        {
            (int code, string output) = Children.Start(Where.Folder, "load");
            Assert.Equal((0, QiyuesuoClient.Version), (code, output.Trim()));
        }

        [Fact]
        public void A_missing_library_is_explained()
        {
            CopyProgram();
            (int code, string output) = Children.Start(empty, "load");
            Assert.Equal(3, code);
            foreach (string part in new[]
            {
                "qiyuesuo cannot load its native library.", "RID: linux-x64", "glibc 2.", "tried:",
                Path.Combine(empty, "runtimes", "linux-x64", "native", "libqiyuesuo.so") + ": no such file",
                Path.Combine(empty, "libqiyuesuo.so") + ": no such file", "dotnet publish -r linux-x64", "QYS_NATIVE_PATH",
            })
            {
                Assert.Contains(part, output);
            }
        }

        [Fact]
        public void A_library_beside_the_assembly_is_found_and_one_that_is_none_is_explained()
        {
            CopyProgram();
            File.WriteAllText(Path.Combine(empty, "libqiyuesuo.so"), "no library");
            (int code, string output) = Children.Start(empty, "load");
            Assert.Equal(3, code);
            Assert.Contains("libqiyuesuo.so: ", output);
            Assert.Contains("C library", output);
            File.Copy(Library, Path.Combine(empty, "libqiyuesuo.so"), true);
            (code, output) = Children.Start(empty, "load");
            Assert.Equal((0, QiyuesuoClient.Version), (code, output.Trim()));
        }

        [Fact]
        public void QYS_NATIVE_PATH_comes_first_as_file_or_folder()
        {
            CopyProgram();
            foreach (string path in new[] { Library, Path.GetDirectoryName(Library)! })
            {
                Assert.Equal(0, Children.Start(empty, "load", "", ("QYS_NATIVE_PATH", path)).Code);
            }
            (int code, string output) = Children.Start(Where.Folder, "load", "", ("QYS_NATIVE_PATH", "/nowhere"));
            Assert.Equal(3, code);
            Assert.Contains("/nowhere: no such file", output);
            Assert.Contains("QYS_NATIVE_PATH is set", output);
        }

        [Fact]
        public void A_program_ends_while_calls_are_in_flight()
        {
            using (var server = new TicketServer(hang: true))
            {
                var clock = System.Diagnostics.Stopwatch.StartNew();
                (int code, string output) = Children.Start(Where.Folder, "leave", server.Url);
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(8), $"it took {clock.Elapsed}");
                Assert.Equal((0, "left"), (code, output.Trim()));
                TicketServer.Soon("the connections are closed", () => server.Closed == server.Connections && server.Connections > 0);
            }
        }

        [Fact]
        public void The_log_goes_to_stderr_when_QYS_LOG_asks_and_hides_everything()
        {
            using (var server = new TicketServer())
            {
                string output = Children.Start(Where.Folder, "log", server.Url, ("QYS_LOG", "debug")).Output;
                Assert.Equal(2, output.Split('\n').Count(line => line.StartsWith("qiyuesuo debug: ") && line.Contains("personal_auth.create_ticket")));
                Assert.DoesNotContain("hidden", output);
                Assert.DoesNotContain("10020033044", output);
                Assert.DoesNotContain(TicketServer.Ticket, output);
                Assert.Equal("", Children.Start(Where.Folder, "log", server.Url, ("QYS_LOG", null)).Output);
                string wrong = Children.Start(Where.Folder, "log", server.Url, ("QYS_LOG", "loud")).Output;
                Assert.Contains("QYS_LOG must be one of off, warn, info, debug", wrong);
                Assert.DoesNotContain("loud", wrong);
            }
        }

        /// <summary>This program without the folder `runtimes`.</summary>
        private void CopyProgram()
        {
            foreach (string file in Directory.GetFiles(Where.Folder))
            {
                // The list of assets names folders of the package cache.
                if (!file.EndsWith(".deps.json") && !file.EndsWith(".dev.json"))
                {
                    File.Copy(file, Path.Combine(empty, Path.GetFileName(file)));
                }
            }
        }
    }
}
