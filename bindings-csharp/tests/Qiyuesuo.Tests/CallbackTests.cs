using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>What the vectors do not say of callbacks.</summary>
    public sealed class CallbackTests
    {
        private static readonly CallbackOptions unsigned = new CallbackOptions { AllowUnsigned = true };

        [Fact]
        public void A_form_and_the_raw_parts_are_read_alike()
        {
            var form = new Dictionary<string, string> { ["authId"] = "2772301936651674391", ["status"] = "1", ["username"] = "张三" };
            CallbackEvent one = Callback.Parse(form, unsigned);
            CallbackEvent two = Callback.ParseRequest("?status=1", "authId=2772301936651674391&username=%E5%BC%A0%E4%B8%89", unsigned);
            Assert.Equal(one.Type, two.Type);
            Assert.Equal("张三", two.Field("username"));
            Assert.Equal("2772301936651674391", one.Field("authId"));
            Assert.Null(one.Field("nothing"));
            Assert.Equal("none", one.Authenticity);
            Assert.Equal(200, one.Reply.Status);
            Assert.DoesNotContain("张三", one.ToString());
        }

        [Fact]
        public void Fields_have_names_of_their_own()
        {
            const string content = "{\"authId\": 2785417393049059330, \"requestId\": \"r\", \"status\": 3, \"passed\": true}";
            CallbackEvent one = Callback.Parse(new Dictionary<string, string> { ["content"] = content }, unsigned);
            Assert.Equal("2785417393049059330", one.AuthId);
            Assert.Equal("r", one.RequestId);
            Assert.Null(one.ContractId);
            Assert.Equal("in_review", one.PersonalAuthStatus);
            Assert.Equal("3", one.Text("status"));
            Assert.Null(one.Text("passed"));
            var unknown = new Dictionary<string, string> { ["authId"] = "1", ["status"] = "4" };
            Assert.Null(Callback.Parse(unknown, unsigned).PersonalAuthStatus);
            // The same field of another kind of callback has other values.
            var company = new Dictionary<string, string> { ["requestId"] = "r", ["status"] = "1" };
            CallbackEvent other = Callback.Parse(company, unsigned);
            Assert.Equal(CallbackType.CompanyAuth, other.Type);
            Assert.Equal(CallbackAuthenticity.None, other.Authenticity);
            Assert.Null(other.PersonalAuthStatus);
        }

        [Fact]
        public void Whatever_a_framework_has_for_a_form_is_read_or_refused_by_name()
        {
            var web = new NameValueCollection { { "authId", "1" }, { "status", "1" } };
            Assert.Equal("1", Callback.Parse(web, unsigned).Field("authId"));
            web.Add("authId", "2");
            Assert.Equal("authId", Assert.Throws<CallbackException>(() => Callback.Parse(web, unsigned)).Field);
            var lists = new Dictionary<string, string[]> { ["authId"] = new[] { "1" }, ["status"] = new[] { "1" } };
            Assert.Equal("1", Callback.Parse(lists, unsigned).Field("authId"));
            foreach (object? value in new object?[] { null, new object(), double.NaN, new int[0], new Dictionary<string, string>() })
            {
                var form = new Dictionary<string, object?> { ["authId"] = value, ["status"] = "1" };
                Assert.Equal("authId", Assert.Throws<CallbackException>(() => Callback.Parse(form, unsigned)).Field);
            }
            foreach (string? key in new[] { "", " ", null, "\u200b" })
            {
                var options = new CallbackOptions { AllowUnsigned = true, Keys = new[] { key! } };
                Assert.Equal("keys", Assert.Throws<ConfigurationException>(() => Callback.Parse(lists, options)).Field);
            }
        }

        [Fact]
        public void What_stands_beside_is_apart_and_what_comes_again_is_told()
        {
            var options = new CallbackOptions { AllowUnsigned = true, Remember = TimeSpan.FromMinutes(1) };
            CallbackEvent first = Callback.ParseRequest("contractId=99", "authId=77&status=1", options);
            CallbackEvent second = Callback.ParseRequest("contractId=99", "authId=77&status=1", options);
            Assert.Equal("personal_auth", first.Type);
            Assert.Equal("99", first.OwnParameters["contractId"]);
            Assert.Equal(64, first.Fingerprint.Length);
            Assert.Equal(first.Fingerprint, second.Fingerprint);
            Assert.False(first.Repeated);
            Assert.True(second.Repeated);
        }

        [Fact]
        public void What_cannot_be_accepted_is_refused()
        {
            var form = new Dictionary<string, string> { ["authId"] = "1", ["status"] = "1" };
            Assert.Equal(ErrorKind.Callback, Assert.Throws<CallbackException>(() => Callback.Parse(form)).Kind);
            Assert.Throws<ConfigurationException>(
                () => Callback.Parse(form, new CallbackOptions { AllowUnsigned = true, CbcIv = "short" }));
        }
    }
}
