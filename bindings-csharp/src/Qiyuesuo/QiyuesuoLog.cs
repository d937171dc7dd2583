using System;
using System.Collections.Generic;
using System.Threading;
using Qiyuesuo.Native;

namespace Qiyuesuo
{
    /// <summary>How much is logged.</summary>
    public enum QiyuesuoLogLevel
    {
        /// <summary>Nothing.</summary>
        Off = 0,

        /// <summary>Errors in what the program gave the SDK, such as an attempt handler that throws.</summary>
        Error = 1,

        /// <summary>And warnings, such as a wrong clock.</summary>
        Warning = 2,

        /// <summary>And what is worth knowing.</summary>
        Information = 3,

        /// <summary>And one line an attempt.</summary>
        Debug = 4,
    }

    /// <summary>
    /// The log of the process. A line never holds a secret, a signature, a ticket, personal data or a body.
    /// </summary>
    /// <remarks>
    /// Off until someone listens. Where nobody does, the environment variable <c>QYS_LOG</c> (<c>warn</c>, <c>info</c> or
    /// <c>debug</c>) sends it to stderr, where errors go unless it is <c>off</c>. With dependency injection,
    /// <c>AddQiyuesuo</c> of Qiyuesuo.Extensions sends it to <c>ILogger</c>.
    /// </remarks>
    public static class QiyuesuoLog
    {
        private static readonly string[] levels = { "off", "error", "warn", "info", "debug" };

        // Of QYS_LOG, the same in every language.
        private static readonly string[] words = { "off", "warn", "info", "debug" };

        private static Action<QiyuesuoLogLevel, string>? listener;
        private static int begun;
        private static bool unwanted;

        /// <summary>
        /// Makes that function hear the log from now on, in place of any before. It is called by a background thread or by
        /// the thread of a blocking call, in both in the execution context of the caller (its <c>AsyncLocal</c> values, its
        /// activity, its logging scopes); it must not block, and what it throws is dropped.
        /// </summary>
        public static void Listen(QiyuesuoLogLevel level, Action<QiyuesuoLogLevel, string>? listener)
        {
            Volatile.Write(ref begun, 1);
            Volatile.Write(ref QiyuesuoLog.listener, level == QiyuesuoLogLevel.Off ? null : listener);
            Volatile.Write(ref unwanted, !IsHeard);
            // The library itself has no errors to log: they are thrown.
            NativeApi.Instance.LogLevel(IsHeard ? Math.Max(0, (int)level - (int)QiyuesuoLogLevel.Error) : 0);
        }

        /// <summary>Whether somebody listens.</summary>
        internal static bool IsHeard => Volatile.Read(ref listener) != null;

        /// <summary>Before a call: listens for <c>QYS_LOG</c> once, unless someone listens.</summary>
        internal static void Begin()
        {
            if (Volatile.Read(ref begun) == 0 && Interlocked.Exchange(ref begun, 1) == 0)
            {
                string? wanted = Environment.GetEnvironmentVariable("QYS_LOG");
                int word = Array.IndexOf(words, wanted);
                if (word < 0 && !string.IsNullOrEmpty(wanted))
                {
                    Print(QiyuesuoLogLevel.Warning, $"QYS_LOG must be one of {string.Join(", ", words)}");
                }
                if (word > 0)
                {
                    Listen((QiyuesuoLogLevel)Array.IndexOf(levels, wanted), Print);
                }
                Volatile.Write(ref unwanted, word == 0);
            }
        }

        private static void Print(QiyuesuoLogLevel level, string message)
            => Console.Error.WriteLine($"qiyuesuo {levels[(int)level]}: {message}");

        /// <summary>After a blocking call, which no background thread accompanies.</summary>
        internal static void End()
        {
            if (IsHeard)
            {
                foreach (LogLine line in Read(Engine.Logs()))
                {
                    Deliver(line, null);
                }
            }
        }

        /// <summary>
        /// Says that code of the program's threw: which exception and where, not its message, which can quote anything.
        /// </summary>
        internal static void Threw(string what, Exception error)
        {
            string where = error.StackTrace?.TrimStart().Split('\r', '\n')[0] ?? "";
            string message = $"{what} threw {error.GetType().FullName} {where}".TrimEnd();
            try
            {
                if (Volatile.Read(ref listener) is { } heard)
                {
                    heard(QiyuesuoLogLevel.Error, message);
                }
                else if (!Volatile.Read(ref unwanted))
                {
                    Print(QiyuesuoLogLevel.Error, message);
                }
            }
            catch (Exception)
            {
                // As below.
            }
        }

        /// <summary>The lines that the library logged.</summary>
        internal static IReadOnlyList<LogLine> Read(byte[] json)
        {
            var lines = new List<LogLine>();
            IReadOnlyDictionary<string, object?> logs = Json.Members(Json.Parse(json));
            foreach (object? line in (IReadOnlyList<object?>)logs["lines"]!)
            {
                IReadOnlyDictionary<string, object?> members = Json.Members(line);
                var level = (QiyuesuoLogLevel)Array.IndexOf(levels, members["level"]);
                lines.Add(new LogLine(level, (string)members["message"]!, members["operation"] is long number ? (ulong)number : 0));
            }
            if (logs["dropped"] is long dropped && dropped > 0)
            {
                lines.Add(new LogLine(QiyuesuoLogLevel.Warning, $"{dropped} lines of the log were dropped", 0));
            }
            return lines;
        }

        /// <summary>Hands on a line, in the context of its call's caller.</summary>
        internal static void Deliver(in LogLine line, ExecutionContext? context)
        {
            Action<QiyuesuoLogLevel, string>? listener = Volatile.Read(ref QiyuesuoLog.listener);
            if (listener == null)
            {
                return;
            }
            (QiyuesuoLogLevel level, string message) = (line.Level, line.Message);
            try
            {
                if (context == null)
                {
                    listener(level, message);
                }
                else
                {
                    ExecutionContext.Run(context.CreateCopy(), state => listener(level, message), null);
                }
            }
            catch (Exception)
            {
                // The thread that completes calls must go on.
            }
        }
    }

    /// <summary>A line of the log, and the submitted call that caused it, or 0.</summary>
    internal readonly struct LogLine
    {
        internal readonly QiyuesuoLogLevel Level;
        internal readonly string Message;
        internal readonly ulong Operation;

        internal LogLine(QiyuesuoLogLevel level, string message, ulong operation)
        {
            Level = level;
            Message = message;
            Operation = operation;
        }
    }
}
