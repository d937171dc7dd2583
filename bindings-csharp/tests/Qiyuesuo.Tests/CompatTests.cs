using System;
using System.Collections.Generic;
using System.IO;
using Qiyuesuo.Compat;
using Qiyuesuo.Testing;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>The names of the platform's own documentation.</summary>
    public sealed class CompatTests : IDisposable
    {
        private readonly Emulator emulator = Emulator.Start();

        public void Dispose() => emulator.Dispose();

        [Fact]
        public void A_ticket_comes_by_the_documented_names()
        {
            using (var client = new SDKClient(emulator.AppToken, emulator.AppSecret, emulator.Url, 5000, 15000))
            {
                var request = new UserAuthMiniappTicketRequest(new Compat.User("10020033044", "MOBILE")) { Mode = "BANK", Username = "张三" };
                string response = client.Service(request);
                SdkResponse<MiniappTicketResult> answer = HttpJsonConvert.DeserializeResponse<MiniappTicketResult>(response);
                Assert.True(answer.Code.Equals(0), answer.Message);
                Assert.Contains(answer.Result.Ticket!, response);
                Assert.DoesNotContain(answer.Result.Ticket!, answer.Result.ToString());
                Assert.DoesNotContain("张三", request.ToString());
            }
        }

        [Fact]
        public void A_refusal_with_status_200_is_an_answer_and_one_above_400_an_exception()
        {
            using (var server = new TicketServer(body: "{\"code\":1403,\"message\":\"没有权限\",\"result\":null}"))
            using (var client = new SDKClient("t", "s", server.Url))
            {
                SdkResponse<MiniappTicketResult> answer = HttpJsonConvert.DeserializeResponse<MiniappTicketResult>(
                    client.Service(new UserAuthMiniappTicketRequest(new Compat.User("1", "MOBILE"))));
                Assert.Equal(1403, answer.Code);
                Assert.Equal("没有权限", answer.Message);
                Assert.Null(answer.Result);
            }
            using (var client = new SDKClient("nobody", emulator.AppSecret, emulator.Url))
            {
                var error = Assert.Throws<AuthenticationException>(
                    () => client.Service(new UserAuthMiniappTicketRequest(new Compat.User("1", "MOBILE"))));
                Assert.Equal(ErrorKind.Authentication, error.Kind);
            }
        }

        [Fact]
        public void A_success_has_what_it_promises_and_a_number_for_its_code()
        {
            var request = new UserAuthMiniappTicketRequest(new Compat.User("1", "MOBILE"));
            foreach (string body in new[]
            {
                "{\"code\":\"0\",\"result\":{\"ticket\":\"T\"}}", "{\"responseCode\":\"00000000\",\"result\":{\"ticket\":\"T\"}}",
            })
            {
                using (var server = new TicketServer(body: body))
                using (var client = new SDKClient("t", "s", server.Url))
                {
                    var answer = HttpJsonConvert.DeserializeResponse<MiniappTicketResult>(client.Service(request));
                    Assert.Equal((0, "T"), (answer.Code, answer.Result.Ticket));
                }
            }
            foreach (string body in new[]
            {
                "{\"code\":0,\"message\":\"SUCCESS\"}", "{\"code\":\"0\",\"result\":{}}", "{\"code\":0,\"result\":{\"ticket\":null}}",
            })
            {
                using (var server = new TicketServer(body: body))
                using (var client = new SDKClient("t", "s", server.Url))
                {
                    var error = Assert.Throws<InvalidResponseException>(() => client.Service(request));
                    Assert.Equal("result.ticket", error.Field);
                }
            }
        }

        [Fact]
        public void Files_and_downloads_are_streams()
        {
            using (var client = new SDKClient(emulator.AppToken, emulator.AppSecret, emulator.Url))
            {
                var request = new CompanyAuthLicenseMiniappTicketRequest
                {
                    CompanyName = "某公司", Applicant = new Compat.User("10020033044", "MOBILE"), License = new MemoryStream(new byte[] { 1, 2, 3 }),
                };
                Assert.Equal(0, HttpJsonConvert.DeserializeResponse<MiniappTicketResult>(client.Service(request)).Code);
            }
            using (var server = new TicketServer(body: "%PDF-", headers: "X-Some: 1\r\n"))
            using (var client = new SDKClient("t", "s", server.Url))
            {
                Stream file = new MemoryStream();
                client.Download(new AnyDownload(), ref file);
                Assert.Equal(5L, file.Length);
            }
        }

        [Fact]
        public void Answers_become_objects()
        {
            const string text = "\uFEFF{\"code\": \"0\", \"message\": \"ok\", \"result\": {\"ID\": 2772301936651674391, \"count\": 3, \"rate\": 1.5, "
                + "\"done\": true, \"names\": [\"a\", \"b\"], \"inner\": {\"count\": 4}, \"list\": [{\"count\": 5}], \"map\": {\"x\": 1}, \"unknown\": 1}}";
            Shape result = HttpJsonConvert.DeserializeResponse<Shape>(text).Result;
            Assert.Equal("2772301936651674391", result.Id);
            Assert.Equal((3, 1.5, true), (result.Count, result.Rate, result.Done ?? false));
            Assert.Equal(new[] { "a", "b" }, result.Names!);
            Assert.Equal((4, 5), (result.Inner!.Count, result.List![0].Count));
            Assert.Equal(1L, result.Map!["x"]);
            Assert.Equal("t", HttpJsonConvert.DeserializeResponse<string>("{\"code\":0,\"result\":\"t\"}").Result);
            Assert.Contains("result.Count", Assert.Throws<FormatException>(
                () => HttpJsonConvert.DeserializeResponse<Shape>("{\"code\":0,\"result\":{\"count\":\"many\"}}")).Message);
            Assert.Throws<FormatException>(() => HttpJsonConvert.DeserializeResponse<Shape>("<html>"));
            Assert.Throws<FormatException>(() => HttpJsonConvert.DeserializeResponse<Shape>("{}"));
        }

        private sealed class AnyDownload : SdkRequest
        {
            internal AnyDownload()
                : base("GET", "/v2/contract/download", BodyEncoding.Query, false)
            {
                Set("contractId", "1");
            }
        }

        private sealed class Shape
        {
            public string? Id { get; set; }
            public int Count { get; set; }
            public double Rate { get; set; }
            public bool? Done { get; set; }
            public string[]? Names { get; set; }
            public Shape? Inner { get; set; }
            public List<Shape>? List { get; set; }
            public Dictionary<string, object>? Map { get; set; }
        }
    }
}
