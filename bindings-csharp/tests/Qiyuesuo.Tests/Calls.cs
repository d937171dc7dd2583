using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Qiyuesuo.Tests
{
    /// <summary>The call that most tests make.</summary>
    internal static class Calls
    {
        internal static CreatePersonalAuthTicket Request()
            => new CreatePersonalAuthTicket(new User("10020033044", ContactType.Mobile)) { Mode = AuthMode.Bank, Username = "张三" };

        internal static Task<Ticket> TicketAsync(this QiyuesuoClient client, CancellationToken token = default)
            => client.PersonalAuth.CreateTicketAsync(Request(), cancellationToken: token);

        internal static Ticket Ticket(this QiyuesuoClient client, CancellationToken token = default)
            => client.PersonalAuth.CreateTicket(Request(), cancellationToken: token);

        /// <summary>An operation that the package has no method for.</summary>
        internal static Native.Call Named(string operation) => new Operation(operation).With(new Dictionary<string, object?>(), null, null);
    }
}
