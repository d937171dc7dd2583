using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Qiyuesuo.Testing;
using Xunit;

namespace Qiyuesuo.Tests
{
    // A user's code, and what a user's tests put in the place of the SDK: the class and the first two tests are those of the
    // README.

    internal sealed class Door
    {
        private readonly QiyuesuoClient client;

        internal Door(QiyuesuoClient client)
        {
            this.client = client;
        }

        internal async Task<string> OpenAsync(string contact)
        {
            try
            {
                var request = new CreatePersonalAuthTicket(new User(contact, ContactType.Mobile));
                return (await client.PersonalAuth.CreateTicketAsync(request)).Value;
            }
            catch (RateLimitException error)
            {
                return $"again in {error.RetryAfter}";
            }
        }
    }

    internal sealed class FakeAuth : PersonalAuthService
    {
        public override Task<Ticket> CreateTicketAsync(
            CreatePersonalAuthTicket request, CallOptions? options = null, CancellationToken cancellationToken = default)
            => request.User.Contact == "10020033044"
                ? Task.FromResult(QiyuesuoModelFactory.Ticket(value: "t-1"))
                : throw QiyuesuoModelFactory.QiyuesuoException(ErrorKind.RateLimit, retryAfter: TimeSpan.FromSeconds(5));
    }

    internal sealed class FakeClient : QiyuesuoClient
    {
        public override PersonalAuthService PersonalAuth { get; } = new FakeAuth();
    }

    /// <summary>Tests of programs that use the SDK: with a fake client, and with the emulator.</summary>
    public sealed class FakeTests
    {
        [Fact]
        public async Task A_fake_client_stands_in_for_the_platform()
        {
            using (var client = new FakeClient())
            {
                Assert.Equal("t-1", await new Door(client).OpenAsync("10020033044"));
                Assert.Equal("again in 00:00:05", await new Door(client).OpenAsync("10020033045"));
            }
        }

        [Fact]
        public async Task The_emulator_stands_in_for_the_platform()
        {
            using (var emulator = Emulator.Start())
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                Assert.NotEqual("", await new Door(client).OpenAsync("10020033044"));
                Assert.Equal("personal_auth.create_ticket", emulator.Requests().Last()["operation"]);
            }
        }

        [Fact]
        public void The_pages_show_these_tests()
        {
            string source = File.ReadAllText(Path.Combine(Where.Source, "bindings-csharp", "tests", "Qiyuesuo.Tests", "FakeTests.cs"));
            var lines = new HashSet<string>(source.Split('\n').Select(line => line.Trim()));
            foreach ((string page, string heading) in new[] { ("README.md", "\n## Tests\n"), ("README.zh.md", "\n## 测试\n") })
            {
                string text = File.ReadAllText(Path.Combine(Where.Source, "bindings-csharp", page));
                string part = text.Substring(text.IndexOf(heading, StringComparison.Ordinal) + heading.Length);
                string[] blocks = part.Substring(0, part.IndexOf("\n## ", StringComparison.Ordinal)).Split(new[] { "```" }, StringSplitOptions.None);
                string[] shown = blocks.Where((block, at) => at % 2 == 1).SelectMany(block => block.Split('\n').Skip(1)).ToArray();
                Assert.Contains("FakeClient", string.Join("\n", shown));
                Assert.Contains("Emulator.Start()", string.Join("\n", shown));
                Assert.Empty(shown.Select(line => line.Trim()).Where(line => !lines.Contains(line)));
            }
        }

        [Fact]
        public void Nothing_of_a_fake_touches_the_native_library()
        {
            (int code, string output) = Children.Start(Where.Folder, "fake", "", ("QYS_NATIVE_PATH", "/nowhere"), ("QYS_LOG", null));
            Assert.Equal((0, "t-1"), (code, output.Trim()));
        }

        [Fact]
        public async Task What_a_fake_does_not_override_says_so()
        {
            using (var client = new FakeClient())
            {
                Assert.Contains("`saas.", Assert.Throws<NotSupportedException>(() => client.Saas.CreatePrivilegeTicket()).Message);
                Assert.Contains(
                    "`personal_auth.get_result`",
                    Assert.Throws<NotSupportedException>(() => client.PersonalAuth.GetResult(null!)).Message);
                Assert.Contains("`WithOptions`", Assert.Throws<NotSupportedException>(() => client.WithOptions(new CallOptions())).Message);
                await Assert.ThrowsAsync<NotSupportedException>(() => client.DownloadAsync(new RawRequest("GET", "/")));
            }
        }

        [Fact]
        public void Whatever_makes_a_call_can_be_overridden()
        {
            Type[] families = typeof(Service).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Service))).ToArray();
            Assert.True(families.Length >= 5);
            var allowed = new[] { nameof(QiyuesuoClient.Dispose), "get_" + nameof(QiyuesuoClient.Version) };
            foreach (Type type in families.Append(typeof(QiyuesuoClient)))
            {
                Assert.False(type.IsSealed, type.Name);
                Assert.True(type.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Any(one => one.IsFamily && one.GetParameters().Length == 0), type.Name);
                IEnumerable<MethodInfo> own = type.GetMethods().Where(method => method.DeclaringType == type);
                Assert.Empty(own.Where(method => !method.IsVirtual || method.IsFinal).Select(method => method.Name).Except(allowed));
            }
        }

        [Fact]
        public void A_result_of_the_factory_is_what_a_call_gives()
        {
            using (var server = new TicketServer(body: "{\"code\":0,\"result\":{\"ticket\":\"t-1\",\"more\":{\"a\":[1,\"x\"]}}}"))
            using (QiyuesuoClient client = server.Client())
            {
                Ticket called = client.Ticket();
                var more = new Dictionary<string, object?> { ["a"] = new object[] { 1, "x" } };
                Ticket made = QiyuesuoModelFactory.Ticket(
                    value: "t-1", extra: new Dictionary<string, object?> { ["more"] = more }, pluginUrl: called.PluginUrl());
                foreach (PropertyInfo property in typeof(Ticket).GetProperties().Where(one => one.PropertyType != typeof(ResponseInfo)))
                {
                    Assert.Equal(Json.Serialize(property.GetValue(called)), Json.Serialize(property.GetValue(made)));
                }
                Assert.Equal(Json.Serialize(called.ToDictionary()), Json.Serialize(made.ToDictionary()));
                Assert.Equal(called.PluginUrl(), made.PluginUrl());
                Assert.Equal(called.ToString(), made.ToString());
                Assert.Equal(1L, ((IReadOnlyList<object?>)Json.Members(made.Extra["more"])["a"]!)[0]);
            }
            Assert.Null(QiyuesuoModelFactory.Ticket().PluginUrl());
        }

        [Fact]
        public void Answers_errors_attempts_and_callbacks_are_made_too()
        {
            RawReply reply = QiyuesuoModelFactory.RawReply("{\"code\":0,\"result\":{\"id\":7}}", QiyuesuoModelFactory.ResponseInfo(attempts: 2));
            Assert.Equal(7L, Json.Members(reply.Result)["id"]);
            Assert.Equal((200, 2), (reply.HttpStatus, reply.Attempts));
            ResponseInfo told = QiyuesuoModelFactory.ResponseInfo(requestId: "r-1", headers: new Dictionary<string, string> { ["x-request-id"] = "r-1" });
            PersonalSignRecords records = QiyuesuoModelFactory.PersonalSignRecords("[1]", told);
            Assert.Equal("[1]", records.GetJsonText());
            Assert.Equal(("r-1", "r-1"), (records.Response.RequestId, records.Response.Headers["X-Request-Id"]));
            Assert.Equal(0L, Json.Members(QiyuesuoModelFactory.RawReply().Data)["code"]);

            Download file = QiyuesuoModelFactory.Download(new byte[] { 1, 2 }, "application/pdf", "a.pdf");
            Assert.Equal(new byte[] { 1, 2 }, file.Content);
            Assert.Equal(("application/pdf", "a.pdf"), (file.ContentType, file.Filename));

            var error = Assert.IsType<AuthenticationException>(QiyuesuoModelFactory.QiyuesuoException(
                ErrorKind.Authentication, "no", "request", 442, 442, "R", "f", 3, TimeSpan.FromSeconds(1.5), "id-1", new Dictionary<string, string> { ["a"] = "b" }, "{}"));
            Assert.Equal(("no", "request", 442, 442L, "R"), (error.Message, error.Operation, error.HttpStatus ?? 0, error.Code ?? 0, error.ResponseCode));
            Assert.Equal(("f", 3, 1.5, "b", "{}"), (error.Field, error.Attempts, error.RetryAfter!.Value.TotalSeconds, error.Headers["a"], error.GetBody()));
            Assert.Equal("id-1", error.RequestId);
            Assert.Null(QiyuesuoModelFactory.QiyuesuoException(ErrorKind.Timeout).HttpStatus);

            Attempt attempt = QiyuesuoModelFactory.Attempt("o", 2, 503, 1, TimeSpan.FromMilliseconds(15), ErrorKind.Server);
            Assert.Equal(("o", 2, 503, 1L, "server"), (attempt.Operation, attempt.Number, attempt.HttpStatus ?? 0, attempt.Code ?? 0, attempt.ErrorKind));
            Assert.Equal(15.0, attempt.Elapsed.TotalMilliseconds);

            CallbackEvent received = QiyuesuoModelFactory.CallbackEvent(
                "personal_auth", fields: new Dictionary<string, object?> { ["authId"] = "77" }, ownParameters: new Dictionary<string, string> { ["o"] = "1" }, repeated: true);
            Assert.Equal(("77", "1", true, 200), (received.Field("authId"), received.OwnParameters["o"], received.Repeated, received.Reply.Status));
        }
    }
}
