using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>What is made of members that arrived as JSON.</summary>
    public sealed class MembersTests
    {
        private static PersonalSignAuthInfo Read(string json)
            => new PersonalSignAuthInfo(Json.Members(Json.Parse(Encoding.UTF8.GetBytes(json))));

        [Fact]
        public void A_list_is_made_once_and_stays_until_it_is_replaced()
        {
            PersonalSignAuthInfo info = Read("{\"modifyFields\": [\"USERNAME\", 7], \"otherModes\": [\"FACE\"]}");
            IReadOnlyList<string>? read = info.ModifyFields;
            Assert.Equal(new[] { "USERNAME", "7" }, read);
            Assert.True(ReferenceEquals(read, info.ModifyFields));
            Assert.False(ReferenceEquals(read, info.OtherModes));
            var set = new[] { "BANKNO" };
            info.ModifyFields = set;
            Assert.True(ReferenceEquals(set, info.ModifyFields));
            info.ModifyFields = null;
            Assert.Null(info.ModifyFields);
        }

        [Fact]
        public void An_object_is_made_once_also_when_threads_meet()
        {
            var request = new WithUser("{\"user\": {\"contact\": \"1\", \"contactType\": \"MOBILE\"}, \"other\": {}}");
            var seen = new User?[64];
            Parallel.For(0, seen.Length, at => seen[at] = request.User);
            Assert.Equal("1", seen[0]!.Contact);
            Assert.True(seen.All(one => ReferenceEquals(one, seen[0])));
            Assert.Equal("1", ((IReadOnlyDictionary<string, object?>)request.ToDictionary()["user"]!)["contact"]);
        }

        // A result of this test alone.
        private sealed class WithUser : Members
        {
            internal WithUser(string json)
                : base(Json.Members(Json.Parse(Encoding.UTF8.GetBytes(json))))
            {
            }

            internal User? User => Once("user", value => AsObject(value, members => new User(members)));
        }
    }
}
