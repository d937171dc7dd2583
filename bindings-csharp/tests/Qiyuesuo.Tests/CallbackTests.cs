using System.Collections.Generic;
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
        public void What_cannot_be_accepted_is_refused()
        {
            var form = new Dictionary<string, string> { ["authId"] = "1", ["status"] = "1" };
            Assert.Equal(ErrorKind.Callback, Assert.Throws<CallbackException>(() => Callback.Parse(form)).Kind);
            Assert.Throws<ConfigurationException>(
                () => Callback.Parse(form, new CallbackOptions { AllowUnsigned = true, CbcIv = "short" }));
        }
    }
}
