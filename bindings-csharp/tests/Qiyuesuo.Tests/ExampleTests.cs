using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Qiyuesuo.Testing;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>The examples, and the emulator that the other tests use too.</summary>
    public sealed class ExampleTests : IDisposable
    {
        private readonly Emulator emulator = Emulator.Start();

        public void Dispose() => emulator.Dispose();

        [Fact]
        public void Both_examples_print_the_ticket_on_the_last_line()
        {
            if (Where.IsMono)
            {
                // They are programs of .NET, and were run there.
                return;
            }
            foreach (string example in new[] { "client", "documented" })
            {
                (int code, string output, string _) = Run(example, emulator.AppToken);
                Assert.Equal(0, code);
                string[] lines = output.TrimEnd().Split('\n');
                Assert.Contains(lines[lines.Length - 1], System.Text.Encoding.UTF8.GetString(Json.Serialize(emulator.Control("GET", "tickets"))));
                string errors;
                (code, output, errors) = Run(example, "nobody");
                Assert.Equal((4, ""), (code, output));
                foreach (string line in new[] { "class: AuthenticationException", "kind: authentication", "code: 442", "message: " })
                {
                    Assert.Contains(line, errors);
                }
            }
        }

        [Fact]
        public void The_emulator_has_what_it_has_in_every_language()
        {
            object? list = Json.Parse(File.ReadAllBytes(Path.Combine(Where.Source, "tests", "emulator_helper.json")));
            var names = ((System.Collections.IEnumerable)Json.Members(list)["members"]!).Cast<object>()
                .Select(name => string.Concat(name.ToString()!.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1))))
                .ToList();
            Assert.True(names.Count > 5);
            // A property, a method, or one that makes what is named.
            Assert.Equal("", string.Join(", ", names.Where(
                name => typeof(Emulator).GetMember(name).Length == 0 && typeof(Emulator).GetMember("Create" + name).Length == 0)));
        }

        [Fact]
        public void The_emulator_takes_orders_and_says_when_it_refuses()
        {
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                client.Ticket();
                Assert.Equal(1, emulator.Requests().Count);
                emulator.Reset();
                Assert.Equal(0, emulator.Requests().Count);
                Assert.Contains("404", Assert.Throws<EmulatorException>(() => emulator.Control("GET", "nothing")).Message);
            }
            string? before = Environment.GetEnvironmentVariable("QYS_BIN");
            Environment.SetEnvironmentVariable("QYS_BIN", "/nowhere/qys");
            try
            {
                Assert.Contains("QYS_BIN", Assert.Throws<EmulatorException>(() => Emulator.Start()).Message);
            }
            finally
            {
                Environment.SetEnvironmentVariable("QYS_BIN", before);
            }
            Assert.Contains("--no-such", Assert.Throws<EmulatorException>(() => Emulator.Start(0, "--no-such")).Message);
        }

        private (int Code, string Output, string Errors) Run(string example, string token)
        {
            var start = new ProcessStartInfo(Path.Combine(Where.Source, "examples", "csharp", "run"), example)
            {
                UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
            };
            start.EnvironmentVariables["QYS_BASE_URL"] = emulator.Url;
            start.EnvironmentVariables["QYS_APP_TOKEN"] = token;
            start.EnvironmentVariables["QYS_APP_SECRET"] = emulator.AppSecret;
            using (Process process = Process.Start(start)!)
            {
                System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
                string output = process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                return (process.ExitCode, output, errors.Result);
            }
        }
    }
}
