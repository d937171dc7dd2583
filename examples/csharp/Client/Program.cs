using System;
using System.Threading.Tasks;
using Qiyuesuo;

// Asks for a personal authentication ticket with the request of the page 生成个人认证令牌, and prints the ticket.
//
// Reads QYS_BASE_URL, QYS_APP_TOKEN and QYS_APP_SECRET (and every other QYS_* option of the SDK), and QYS_CONTACT, the
// telephone number of the person.
internal static class Program
{
    private static async Task<int> Main()
    {
        string? contact = Environment.GetEnvironmentVariable("QYS_CONTACT");
        try
        {
            using var client = new QiyuesuoClient();
            Ticket ticket = await client.PersonalAuth.CreateTicketAsync(
                new CreatePersonalAuthTicket(new User(string.IsNullOrEmpty(contact) ? "10020033044" : contact!, ContactType.Mobile))
                {
                    Mode = AuthMode.Bank,
                    Username = "张三",
                    CallbackUrl = "http://www.qiyuesuo.com",
                });
            Console.WriteLine(ticket.Value);
            return 0;
        }
        catch (QiyuesuoException error)
        {
            Console.Error.WriteLine($"class: {error.GetType().Name}");
            Console.Error.WriteLine($"kind: {error.Kind}");
            Console.Error.WriteLine($"code: {error.Code?.ToString() ?? "none"}");
            Console.Error.WriteLine($"message: {error.Message}");
            return ErrorKind.ExitCode(error.Kind);
        }
    }
}
