using System;
using Qiyuesuo;
using Qiyuesuo.Compat;

// Runs the documented snippet (Snippet.cs) with the settings of the environment. The lines `Settings(...)` and `Told(...)`
// there are not the page's: they put the settings in, and note what the exit code needs.
internal static partial class Program
{
    private static int exitCode;

    private static int Main()
    {
        try
        {
            Snippet();
            return exitCode;
        }
        catch (Exception error)
        {
            Console.Error.WriteLine($"message: {error.Message}");
            return exitCode != 0 ? exitCode : 1;
        }
    }

    private static void Settings(ref string serverUrl, ref string accessKey, ref string accessSecret)
    {
        serverUrl = Setting("QYS_BASE_URL", serverUrl);
        accessKey = Setting("QYS_APP_TOKEN", accessKey);
        accessSecret = Setting("QYS_APP_SECRET", accessSecret);
    }

    private static void Settings(UserAuthMiniappTicketRequest request)
    {
        request.User!.Contact = Setting("QYS_CONTACT", request.User.Contact!);
        request.Mode = "BANK";
        request.Username = "张三";
        request.CallbackUrl = "http://www.qiyuesuo.com";
    }

    private static void Told(Exception error)
    {
        string kind = (error as QiyuesuoException)?.Kind ?? "none";
        exitCode = ErrorKind.ExitCode(kind);
        Console.Error.WriteLine($"class: {error.GetType().Name}");
        Console.Error.WriteLine($"kind: {kind}");
        Console.Error.WriteLine($"code: {(error as QiyuesuoException)?.Code?.ToString() ?? "none"}");
    }

    private static void Told(int code)
    {
        exitCode = ErrorKind.ExitCode(ErrorKind.Api);
        Console.Error.WriteLine($"class: {nameof(Exception)}");
        Console.Error.WriteLine($"kind: {ErrorKind.Api}");
        Console.Error.WriteLine($"code: {code}");
    }

    private static string Setting(string name, string otherwise)
    {
        string? given = Environment.GetEnvironmentVariable(name);
        return string.IsNullOrEmpty(given) ? otherwise : given!;
    }
}
