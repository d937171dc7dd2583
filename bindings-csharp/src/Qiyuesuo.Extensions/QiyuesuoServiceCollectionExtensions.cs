using System;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Qiyuesuo;

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Adds the client to a program's services.</summary>
    public static class QiyuesuoServiceCollectionExtensions
    {
        /// <summary>The category of the log.</summary>
        public const string LogCategory = "Qiyuesuo";

        /// <summary>
        /// Adds one <see cref="QiyuesuoClient"/> for the whole program, made when it is first wanted, and sends the SDK's log
        /// to <see cref="ILogger"/>, category <c>Qiyuesuo</c>. What is not set comes from the environment (<c>QYS_*</c>).
        /// </summary>
        /// <param name="services">The program's services.</param>
        /// <param name="configure">Sets options.</param>
        public static IServiceCollection AddQiyuesuo(this IServiceCollection services, Action<ClientOptions>? configure = null)
            => services.AddQiyuesuo((provider, options) => configure?.Invoke(options));

        /// <summary>As <see cref="AddQiyuesuo(IServiceCollection, Action{ClientOptions})"/>, with options of a section:
        /// <c>"Qiyuesuo": { "AppToken": "...", "TotalTimeout": "00:00:30" }</c>.</summary>
        /// <param name="services">The program's services.</param>
        /// <param name="section">Whose members are the properties of <see cref="ClientOptions"/>.</param>
        public static IServiceCollection AddQiyuesuo(this IServiceCollection services, IConfiguration section)
        {
            if (section == null)
            {
                throw new ArgumentNullException(nameof(section));
            }
            return services.AddQiyuesuo((provider, options) => section.Bind(options));
        }

        /// <summary>As <see cref="AddQiyuesuo(IServiceCollection, Action{ClientOptions})"/>, with the services at hand.</summary>
        /// <param name="services">The program's services.</param>
        /// <param name="configure">Sets options.</param>
        public static IServiceCollection AddQiyuesuo(
            this IServiceCollection services, Action<IServiceProvider, ClientOptions> configure)
        {
            if (services == null)
            {
                throw new ArgumentNullException(nameof(services));
            }
            if (configure == null)
            {
                throw new ArgumentNullException(nameof(configure));
            }
            services.TryAddSingleton(provider =>
            {
                if (provider.GetService<ILoggerFactory>() is { } loggers)
                {
                    Follow(loggers.CreateLogger(LogCategory));
                }
                var options = new ClientOptions();
                configure(provider, options);
                return new QiyuesuoClient(options);
            });
            return services;
        }

        /// <summary>The library writes no more lines than the logger wants when the client is made.</summary>
        private static void Follow(ILogger logger)
        {
            QiyuesuoLogLevel wanted = logger.IsEnabled(LogLevel.Debug) ? QiyuesuoLogLevel.Debug
                : logger.IsEnabled(LogLevel.Information) ? QiyuesuoLogLevel.Information
                : logger.IsEnabled(LogLevel.Warning) ? QiyuesuoLogLevel.Warning
                : logger.IsEnabled(LogLevel.Error) ? QiyuesuoLogLevel.Error
                : QiyuesuoLogLevel.Off;
            QiyuesuoLog.Listen(wanted, (level, message) => logger.Log(Level(level), "{Message}", message));
        }

        private static LogLevel Level(QiyuesuoLogLevel level)
        {
            switch (level)
            {
                case QiyuesuoLogLevel.Error:
                    return LogLevel.Error;
                case QiyuesuoLogLevel.Warning:
                    return LogLevel.Warning;
                case QiyuesuoLogLevel.Information:
                    return LogLevel.Information;
                default:
                    return LogLevel.Debug;
            }
        }
    }
}
