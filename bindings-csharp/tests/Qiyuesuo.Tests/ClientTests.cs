using System;
using System.Collections.Concurrent;
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
    /// <summary>Clients, options, requests, results and errors, against the emulator.</summary>
    public sealed class ClientTests : IDisposable
    {
        private readonly Emulator emulator = Emulator.Start();

        public void Dispose() => emulator.Dispose();

        [Fact]
        public async Task A_ticket_comes_by_both_ways()
        {
            using (QiyuesuoClient client = emulator.CreateClient(options => options.Environment = null))
            {
                Ticket one = client.Ticket();
                Ticket two = await client.TicketAsync();
                Assert.NotEqual(one.Value, two.Value);
                Assert.Equal(200, one.HttpStatus);
                Assert.Equal(1, two.Attempts);
                Assert.Contains(Uri.EscapeDataString(one.Value), one.PluginUrl());
                Assert.NotEqual(one.PluginUrl(), one.PluginUrl(hasCallback: false));
            }
            IReadOnlyDictionary<string, object?> seen = emulator.Requests().Last();
            Assert.Equal("personal_auth.create_ticket", seen["operation"]);
        }

        [Fact]
        public void A_wrong_request_names_its_field()
        {
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                var request = new CreatePersonalAuthTicket(new User("10020033044", "PIGEON"));
                var error = Assert.Throws<ValidationException>(() => client.PersonalAuth.CreateTicket(request));
                Assert.Equal("user.contactType", error.Field);
                Assert.Equal("personal_auth.create_ticket", error.Operation);
                Assert.Contains("MOBILE", error.Message);
                Assert.Equal(ErrorKind.Validation, error.Kind);
                Assert.Equal(2, ErrorKind.ExitCode(error.Kind));

                request.User = null!;
                Assert.Equal("user", Assert.Throws<ValidationException>(() => client.PersonalAuth.CreateTicket(request)).Field);

                request.User = new User("1", ContactType.Mobile);
                request.Extra["usrname"] = new Version(1, 2);
                Assert.Contains("Version", Assert.Throws<ValidationException>(() => client.PersonalAuth.CreateTicket(request)).Message);
            }
        }

        [Fact]
        public async Task A_refusal_has_its_class_and_attributes()
        {
            using (QiyuesuoClient client = emulator.CreateClient(options => options.AppToken = "nobody"))
            {
                var error = await Assert.ThrowsAsync<AuthenticationException>(() => client.TicketAsync());
                Assert.IsAssignableFrom<ApiException>(error);
                Assert.IsAssignableFrom<QiyuesuoException>(error);
                Assert.Equal(442, error.HttpStatus ?? 0);
                Assert.Equal(442L, error.Code ?? 0);
                Assert.Equal(1, error.Attempts);
                Assert.NotEqual(0, error.Headers.Count);
                Assert.NotNull(error.GetBody());
                Assert.Equal(4, ErrorKind.ExitCode(error.Kind));
                Assert.DoesNotContain(emulator.AppSecret, error.ToString());
            }
        }

        [Fact]
        public void Wrong_options_name_the_option_and_show_no_secret()
        {
            var error = Assert.Throws<ConfigurationException>(
                () => new QiyuesuoClient(new ClientOptions { AppToken = "t", AppSecret = "hush-hush \n", BaseUrl = "http://127.0.0.1:1" }));
            Assert.Equal("app_secret", error.Field);
            Assert.DoesNotContain("hush", error.ToString());
            Assert.Equal(
                "total_timeout",
                Assert.Throws<ConfigurationException>(() => emulator.CreateClient(options => options.TotalTimeout = TimeSpan.Zero)).Field);
        }

        [Fact]
        public void A_view_has_other_options_and_outlives_its_client()
        {
            QiyuesuoClient client = emulator.CreateClient();
            using (QiyuesuoClient view = client.WithOptions(new CallOptions { AppToken = "nobody" }))
            using (QiyuesuoClient back = view.WithOptions(new CallOptions { AppToken = emulator.AppToken }))
            {
                Assert.Throws<AuthenticationException>(() => view.Ticket());
                client.Dispose();
                client.Dispose();
                Assert.NotEqual("", back.Ticket().Value);
                Assert.Throws<ConfigurationException>(() => client.Ticket());
                Assert.Throws<ConfigurationException>(() => view.WithOptions(new ClientOptions { BaseUrl = "http://127.0.0.1:1" }));
            }
        }

        [Fact]
        public async Task Options_of_one_call_change_nothing_else()
        {
            emulator.SetFaults("[{\"operation\": \"personal_auth.create_ticket\", \"fault\": {\"hang\": true}}]");
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                var hasty = new CallOptions { TotalTimeout = TimeSpan.FromMilliseconds(200), MaxRetries = 0 };
                var error = await Assert.ThrowsAsync<ApiTimeoutException>(() => client.PersonalAuth.CreateTicketAsync(Calls.Request(), hasty));
                Assert.IsAssignableFrom<ApiConnectionException>(error);
                emulator.ClearFaults();
                Assert.NotEqual("", client.Ticket().Value);
            }
        }

        [Fact]
        public void Objects_inside_results_keep_what_they_have_no_member_for()
        {
            // A user stands in no result of today: the class of any object will do.
            var others = new Dictionary<string, object?> { ["age"] = "old", ["extra"] = 1L };
            IReadOnlyDictionary<string, object?> members =
                new Dictionary<string, object?> { ["contact"] = "1", ["contactType"] = "MOBILE", ["extra"] = others };
            var user = (User)Activator.CreateInstance(
                typeof(User), BindingFlags.Instance | BindingFlags.NonPublic, null, new object[] { members }, null)!;
            Assert.Equal("1", user.Contact);
            Assert.Equal("old", user.Extra["age"]);
            Assert.Equal("age,contact,contactType,extra", string.Join(",", user.ToDictionary().Keys.OrderBy(name => name)));
            Assert.Equal(1L, user.ToDictionary()["extra"]);
            Assert.DoesNotContain("old", user.ToString());
            Assert.Empty(new User("1", "MOBILE").Extra);
        }

        [Fact]
        public void What_is_printed_hides_its_values()
        {
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                Ticket ticket = client.Ticket();
                CreatePersonalAuthTicket request = Calls.Request();
                request.Extra["more"] = new Dictionary<string, object?> { ["deep"] = "hidden-1" };
                var options = new ClientOptions { AppSecret = "hidden-2", Agent = new Agent("hidden-3", "hidden-4"), CaptureBodies = true };
                string printed = $"{ticket} {request} {options} {request.User} {new FilePart(new byte[3], "hidden-5")} {client}";
                Assert.DoesNotContain(ticket.Value, printed);
                Assert.DoesNotContain("10020033044", printed);
                Assert.DoesNotContain("张三", printed);
                Assert.DoesNotContain("hidden", printed);
                Assert.Contains("contactType = ***", printed);
                Assert.Contains("capture_bodies = true", printed);
            }
        }

        [Fact]
        public void The_key_of_callbacks_is_told_and_not_shown()
        {
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                AppToken token = client.Company.GetToken();
                Assert.Equal(16, token.CallbackSecretKey!.Length);
                Assert.Equal(emulator.AppToken, token.AccessToken);
                string printed = $"{token} {new[] { token }[0]}";
                Assert.DoesNotContain(token.CallbackSecretKey, printed);
                Assert.DoesNotContain(emulator.AppToken, printed);
                Assert.Contains("callbackSecretKey = ***", printed);
            }
        }

        [Fact]
        public void Properties_read_what_was_set_and_null_takes_it_away()
        {
            CreatePersonalAuthTicket request = Calls.Request();
            request.OtherModes = new[] { AuthMode.Face, AuthMode.Manual };
            Assert.Equal(new[] { "FACE", "MANUAL" }, request.OtherModes);
            Assert.Equal("MOBILE", request.User.ContactType);
            request.Mode = null;
            Assert.Null(request.Mode);
            Assert.False(request.ToDictionary().ContainsKey("mode"));
            var options = new ClientOptions { TotalTimeout = TimeSpan.FromSeconds(2.5), MaxRetries = 3, Signature = "md5" };
            Assert.Equal(TimeSpan.FromSeconds(2.5), options.TotalTimeout ?? default);
            Assert.Equal(3L, options.MaxRetries ?? 0);
        }

        [Fact]
        public void Files_travel_as_bytes()
        {
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                var everyByte = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
                var applicant = new NamedUser("10020033044", ContactType.Mobile);
                string path = Path.GetTempFileName();
                File.WriteAllBytes(path, everyByte);
                foreach (FilePart license in new[]
                {
                    new FilePart(everyByte, "执照.png", "image/png"), everyByte, FilePart.FromFile(path), FilePart.FromStream(new MemoryStream(everyByte)),
                })
                {
                    Ticket ticket = client.CompanyAuth.CreateTicketWithLicense(new CreateCompanyAuthTicketWithLicense("某公司", applicant, license));
                    Assert.NotEqual("", ticket.Value);
                }
                File.Delete(path);
                Assert.Throws<ValidationException>(
                    () => client.CompanyAuth.CreateTicketWithLicense(new CreateCompanyAuthTicketWithLicense("某公司", applicant, null!)));
            }
        }

        [Fact]
        public async Task A_raw_request_answers_the_envelope()
        {
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                var members = new Dictionary<string, object?>
                {
                    ["user"] = new Dictionary<string, object?> { ["contact"] = "10020033044", ["contactType"] = "MOBILE" },
                };
                var request = new RawRequest("POST", "/v2/personalauth/miniappexchange") { Json = members };
                RawReply reply = await client.RequestAsync(request);
                Assert.Equal(0L, Json.Members(reply.Data)["code"]);
                string ticket = (string)Json.Members(reply.Result)["ticket"]!;
                Assert.Contains(ticket, reply.GetJsonText());
                Assert.DoesNotContain(ticket, reply.ToString());
                var text = new RawRequest("POST", "/v2/personalauth/miniappexchange")
                {
                    JsonText = "{\"user\": {\"contact\": \"10020033044\", \"contactType\": \"MOBILE\"}}",
                };
                Assert.Equal(200, client.Request(text).HttpStatus);
                text.JsonText = "{";
                Assert.Throws<ValidationException>(() => client.Request(text));
            }
        }

        [Fact]
        public void A_list_in_a_query_gives_its_name_several_times()
        {
            using (QiyuesuoClient client = emulator.CreateClient())
            {
                var query = new Dictionary<string, object?> { ["id"] = new object?[] { 1, null, "二" }, ["none"] = null, ["yes"] = true };
                client.Request(new RawRequest("GET", "/v2/checkhealth") { Query = query });
                Assert.Equal("id=1&id=%E4%BA%8C&yes=true", emulator.Requests().Last()["query"]);
            }
        }

        [Fact]
        public async Task What_a_call_causes_runs_in_the_context_of_its_caller()
        {
            var context = new AsyncLocal<int>();
            var logged = new ConcurrentBag<int>();
            var told = new ConcurrentBag<int>();
            QiyuesuoLog.Listen(QiyuesuoLogLevel.Debug, (level, message) =>
            {
                if (message.StartsWith("attempt ", StringComparison.Ordinal))
                {
                    logged.Add(context.Value);
                }
            });
            try
            {
                using (QiyuesuoClient client = emulator.CreateClient(options => options.OnAttempt = attempt => told.Add(context.Value)))
                {
                    await Task.WhenAll(Enumerable.Range(1, 100).Select(id => Task.Run(async () =>
                    {
                        context.Value = id;
                        await client.TicketAsync();
                    })));
                    context.Value = 101;
                    client.Ticket();
                }
                int[] all = Enumerable.Range(1, 101).ToArray();
                Assert.Equal(all, told.OrderBy(id => id).ToArray());
                Assert.Equal(all, logged.OrderBy(id => id).ToArray());
            }
            finally
            {
                QiyuesuoLog.Listen(QiyuesuoLogLevel.Off, null);
            }
        }

        [Fact]
        public async Task Attempts_are_told()
        {
            emulator.SetFaults("[{\"operation\": \"personal_auth.create_ticket\", \"nth\": 1, \"fault\": {\"status\": 503}}]");
            var told = new List<Attempt>();
            using (QiyuesuoClient client = emulator.CreateClient(options => options.OnAttempt = attempt =>
            {
                lock (told)
                {
                    told.Add(attempt);
                }
                throw new InvalidOperationException("metrics must not fail a call");
            }))
            {
                Assert.Equal(2, client.Ticket().Attempts);
                Assert.Equal(1, (await client.TicketAsync()).Attempts);
            }
            Assert.Equal(new[] { 1, 2, 1 }, told.Select(attempt => attempt.Number));
            Assert.Equal(new int?[] { 503, 200, 200 }, told.Select(attempt => attempt.HttpStatus));
            Assert.Equal("server", told[0].ErrorKind);
            Assert.Equal("personal_auth.create_ticket", told[0].Operation);
            Assert.True(told[1].Elapsed > TimeSpan.Zero);
        }
    }
}
