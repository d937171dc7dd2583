using System.Collections.Generic;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Qiyuesuo.Tests.AspNetCore
{
    /// <summary>The forms of ASP.NET Core.</summary>
    public sealed class FormTests
    {
        private static readonly CallbackOptions unsigned = new CallbackOptions { AllowUnsigned = true };

        [Fact]
        public void A_form_is_read_as_it_is()
        {
            IFormCollection form = new FormCollection(new Dictionary<string, StringValues> { ["authId"] = "1", ["status"] = "1" });
            Assert.Equal("1", Callback.Parse(form, unsigned).Field("authId"));
        }

        [Fact]
        public void Several_values_or_none_are_refused_by_name()
        {
            foreach (StringValues values in new[] { new StringValues(new[] { "7777", "8" }), StringValues.Empty })
            {
                IFormCollection form = new FormCollection(new Dictionary<string, StringValues> { ["authId"] = values });
                CallbackException refused = Assert.Throws<CallbackException>(() => Callback.Parse(form, unsigned));
                Assert.Equal("authId", refused.Field);
                Assert.DoesNotContain("7777", refused.Message);
            }
        }
    }
}
