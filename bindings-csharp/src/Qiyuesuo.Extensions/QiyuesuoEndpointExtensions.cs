using System;
using System.IO;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Qiyuesuo;

namespace Microsoft.AspNetCore.Builder
{
    /// <summary>Receives the platform's callbacks.</summary>
    public static class QiyuesuoEndpointExtensions
    {
        /// <summary>
        /// Receives callbacks at an address: reads each, hands it to <paramref name="handle"/>, and then answers what the
        /// platform wants to hear. A callback that cannot be accepted is answered with status 400; what
        /// <paramref name="handle"/> throws goes up, so that the platform repeats the callback.
        /// </summary>
        /// <param name="endpoints">The program's endpoints.</param>
        /// <param name="pattern">The route.</param>
        /// <param name="options">How callbacks are read.</param>
        /// <param name="handle">What is done with an event. The platform repeats callbacks: it may come twice.</param>
        public static IEndpointConventionBuilder MapQiyuesuoCallback(
            this IEndpointRouteBuilder endpoints, string pattern, CallbackOptions options, Func<CallbackEvent, HttpContext, Task> handle)
            => endpoints.MapPost(pattern, context => ReceiveAsync(context, options, handle));

        private static async Task ReceiveAsync(
            HttpContext context, CallbackOptions options, Func<CallbackEvent, HttpContext, Task> handle)
        {
            CallbackEvent received;
            try
            {
                received = Callback.ParseRequest(context.Request.QueryString.Value, await BodyAsync(context.Request), options);
            }
            catch (CallbackException refused)
            {
                context.RequestServices.GetService<ILoggerFactory>()?
                    .CreateLogger(QiyuesuoServiceCollectionExtensions.LogCategory)
                    .LogWarning("a callback was refused: {Reason}", refused.Message);
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }
            await handle(received, context);
            context.Response.StatusCode = received.Reply.Status;
            context.Response.ContentType = received.Reply.ContentType;
            await context.Response.WriteAsync(received.Reply.Body);
        }

        private static async Task<string> BodyAsync(HttpRequest request)
        {
            using var reader = new StreamReader(request.Body);
            return await reader.ReadToEndAsync();
        }
    }
}
