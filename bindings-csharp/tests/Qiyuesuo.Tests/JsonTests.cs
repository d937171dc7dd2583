using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>JSON by what each runtime carries: the same on all.</summary>
    public sealed class JsonTests
    {
        [Fact]
        public void Integers_stay_exact()
        {
            foreach (string text in new[]
            {
                "0", "-1", "9007199254740993", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "123456789012345678901234567890",
            })
            {
                Assert.Equal(BigInteger.Parse(text), BigInteger.Parse(Json.Parse(Encoding.UTF8.GetBytes(text))!.ToString()!));
                Assert.Equal($"[{text}]", Written(new object[] { BigInteger.Parse(text) }));
            }
            Assert.IsType<long>(Read("2772301936651674391"));
            Assert.IsType<BigInteger>(Read("9223372036854775808"));
            Assert.Equal(1.5, Assert.IsType<double>(Read("1.5")));
            Assert.Equal(1e300, Assert.IsType<double>(Read("1e300")));
            Assert.Equal("[1,18446744073709551615,0.1,2.50,-3]", Written(new object[] { (byte)1, ulong.MaxValue, 0.1, 2.50m, (short)-3 }));
        }

        [Fact]
        public void Names_and_texts_stay_what_they_are()
        {
            var members = new Dictionary<string, object?>
            {
                ["中文"] = "张三", [""] = "empty", ["a b"] = "space", ["1"] = "digit", ["item"] = "item", ["root"] = "root", ["xmlns"] = "x",
                ["type"] = "t", ["a:item"] = "colon", ["__type"] = "y", ["<&>\"'/\\"] = "<&>\"'/\\", ["control"] = "\u0000\u0001\b\f\n\r\t\u007f\u2028",
                ["emoji"] = "😀", ["list"] = new List<object?> { null, true, false, new Dictionary<string, object?>(), new List<object?>() },
            };
            string text = Written(members);
            var back = (IReadOnlyDictionary<string, object?>)Read(text)!;
            Assert.Equal(members.Keys, back.Keys);
            foreach (string name in members.Keys.Where(name => name != "list"))
            {
                Assert.Equal(members[name], back[name]);
            }
            Assert.Equal("[null,true,false,{},[]]", Written(back["list"]!));
        }

        [Fact]
        public void Spaces_and_escapes_are_read()
        {
            var read = (IReadOnlyDictionary<string, object?>)Read(" { \"a\\u0062\" : [ 1 , \"\\ud83d\\ude00\\/\" , { } ] , \"e\" : \"\" } ")!;
            Assert.Equal("😀/", ((IReadOnlyList<object?>)read["ab"]!)[1]);
            Assert.Equal("", read["e"]);
        }

        [Fact]
        public void Half_a_surrogate_is_replaced()
        {
            Assert.Equal("a\uFFFDb", Read(Written("a\uD83Db")));
        }

        [Fact]
        public void What_cannot_be_written_is_said()
        {
            Assert.Contains("Uri", Assert.Throws<ValidationException>(() => Written(new Uri("http://a"))).Message);
            Assert.Throws<ValidationException>(() => Written(double.NaN));
            var endless = new List<object?>();
            endless.Add(endless);
            Assert.Throws<ValidationException>(() => Written(endless));
            // And the writer is usable afterwards.
            Assert.Equal("[1]", Written(new[] { 1L }));
        }

        [Fact]
        public void Deep_answers_are_read()
        {
            Assert.NotNull(Read(new string('[', 120) + new string(']', 120)));
        }

        private static string Written(object value) => Encoding.UTF8.GetString(Json.Serialize(value));

        private static object? Read(string text) => Json.Parse(Encoding.UTF8.GetBytes(text));
    }
}
