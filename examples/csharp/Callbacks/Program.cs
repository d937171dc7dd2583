using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qiyuesuo;

// Receives the platform's callbacks with ASP.NET Core: `--urls http://127.0.0.1:8080` says where. QYS_CALLBACK_KEYS has
// the keys of the callbacks, separated by commas; without any, unsigned ones are accepted, as those of personal
// authentication are documented.
internal static class Program
{
    private static async Task Main(string[] arguments)
    {
        string[] keys = (Environment.GetEnvironmentVariable("QYS_CALLBACK_KEYS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var options = new CallbackOptions { Keys = keys, AllowUnsigned = keys.Length == 0 };

        using IHost host = Host.CreateDefaultBuilder(arguments)
            .ConfigureWebHostDefaults(web => web
                .ConfigureServices(services => services.AddQiyuesuo().AddRouting())
                .Configure(app => app.UseRouting().UseEndpoints(endpoints =>
                    endpoints.MapQiyuesuoCallback("/callback", options, (received, context) =>
                    {
                        // It may come twice, and proves little (see received.Authenticity): note it, answer soon, and
                        // confirm later with QiyuesuoClient.PersonalAuth.GetResultAsync before you act on it.
                        var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Callbacks");
                        logger.LogInformation("{Type} ({Authenticity})", received.Type, received.Authenticity);
                        return Task.CompletedTask;
                    }))))
            .Build();
        await host.StartAsync();
        var addresses = host.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>();
        Console.WriteLine(addresses.Addresses.First());
        await host.WaitForShutdownAsync();
    }
}
