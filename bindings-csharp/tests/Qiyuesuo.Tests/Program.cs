using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Threading.Tasks;

namespace Qiyuesuo.Tests
{
    /// <summary>
    /// Runs the test methods of this assembly, those that xunit would run, where there is no xunit:
    /// <c>Qiyuesuo.Tests [--without CLASS] [PART OF A NAME...]</c>. With <c>child NAME</c> it is the program that a test
    /// starts.
    /// </summary>
    internal static class Program
    {
        private static readonly TimeSpan longest = TimeSpan.FromMinutes(2);

        private static int Main(string[] arguments)
        {
            if (arguments.Length > 1 && arguments[0] == "child")
            {
                return Children.Run(arguments[1], arguments.Skip(2).ToArray());
            }
            string? without = null;
            if (arguments.Length > 1 && arguments[0] == "--without")
            {
                without = arguments[1];
                arguments = arguments.Skip(2).ToArray();
            }
            MethodInfo[] chosen = Assembly.GetExecutingAssembly().GetTypes()
                .OrderBy(type => type.FullName, StringComparer.Ordinal)
                .SelectMany(type => type.GetMethods())
                .Where(method => method.GetCustomAttributes().Any(attribute => attribute.GetType().Name == "FactAttribute"))
                .Where(method => method.DeclaringType!.Name != without)
                .Where(method => arguments.Length == 0 || arguments.Any(part => $"{method.DeclaringType!.Name}.{method.Name}".Contains(part)))
                .ToArray();
            var failed = new List<string>();
            foreach (MethodInfo method in chosen)
            {
                string name = $"{method.DeclaringType!.Name}.{method.Name}";
                var clock = Stopwatch.StartNew();
                Exception? problem = Run(method);
                Console.WriteLine($"{(problem == null ? "ok    " : "FAILED")} {name} ({clock.ElapsedMilliseconds} ms)");
                if (problem != null)
                {
                    Console.WriteLine(problem);
                    failed.Add(name);
                }
            }
            foreach (string name in failed)
            {
                Console.WriteLine($"FAILED {name}");
            }
            Console.WriteLine($"{Where.Language}{Where.Variant}: {chosen.Length - failed.Count} passed, {failed.Count} failed");
            return failed.Count > 0 || chosen.Length == 0 ? 1 : 0;
        }

        private static Exception? Run(MethodInfo method)
        {
            // On a thread of the pool, which has no context that a test could depend on.
            Task running = Task.Run(async () =>
            {
                object? instance = method.IsStatic ? null : Activator.CreateInstance(method.DeclaringType!);
                try
                {
                    if (method.Invoke(instance, null) is Task task)
                    {
                        await task.ConfigureAwait(false);
                    }
                }
                catch (TargetInvocationException wrapped)
                {
                    ExceptionDispatchInfo.Capture(wrapped.InnerException!).Throw();
                }
                finally
                {
                    (instance as IDisposable)?.Dispose();
                }
            });
            try
            {
                return running.Wait(longest) ? null : new TimeoutException($"not done after {longest}");
            }
            catch (AggregateException error)
            {
                return error.InnerException;
            }
        }
    }

    /// <summary>What runs the tests.</summary>
    internal static class Where
    {
        internal static readonly bool IsMono = Type.GetType("Mono.Runtime") != null;

        /// <summary>The name in the table of conformance.</summary>
        internal static readonly string Language = IsMono ? "csharp-mono" : "csharp";

        /// <summary>Which assembly of the package this program loads, where it is not the one NuGet would choose.</summary>
#if STANDARD
        internal const string Variant = "-netstandard2.0";
#else
        internal const string Variant = "";
#endif

        /// <summary>What starts a program of this runtime.</summary>
        internal static readonly string Host = IsMono ? "mono" : Process.GetCurrentProcess().MainModule!.FileName!;

        /// <summary>Where this program is.</summary>
        internal static readonly string Folder = AppContext.BaseDirectory;

        /// <summary>This program.</summary>
        internal static readonly string Program = System.IO.Path.Combine(Folder, IsMono ? "Qiyuesuo.Tests.exe" : "Qiyuesuo.Tests.dll");

        /// <summary>The repository.</summary>
        internal static readonly string Source =
            Environment.GetEnvironmentVariable("QYS_SOURCE") ?? throw new InvalidOperationException("QYS_SOURCE must name the repository");
    }
}
