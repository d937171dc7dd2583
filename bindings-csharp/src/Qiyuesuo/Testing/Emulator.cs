using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;

namespace Qiyuesuo.Testing
{
    /// <summary>The emulator cannot be found or started, or refuses an order.</summary>
    public sealed class EmulatorException : Exception
    {
        internal EmulatorException(string message)
            : base(message)
        {
        }
    }

    /// <summary>
    /// A local stand-in for the platform, for tests: <c>qys emulator</c> on a free port, until it is disposed of.
    /// </summary>
    /// <remarks>
    /// The command <c>qys</c> must be on PATH, or named by the variable QYS_BIN.
    /// <code>
    /// using var emulator = Emulator.Start();
    /// using var client = emulator.CreateClient();
    /// Ticket ticket = await client.PersonalAuth.CreateTicketAsync(new CreatePersonalAuthTicket(new User("10020033044", "MOBILE")));
    /// </code>
    /// </remarks>
    public sealed class Emulator : IDisposable
    {
        // It listens on this machine: the system's proxy is none of its business.
        private static readonly HttpClient http = new HttpClient(new HttpClientHandler { UseProxy = false });

        /// <summary>How long it may take to say where it listens: milliseconds do, unless the machine is very busy.</summary>
        private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

        private readonly Process process;
        private bool stopped;

        private Emulator(Process process, IReadOnlyDictionary<string, object?> told)
        {
            this.process = process;
            Url = (string)told["url"]!;
            AppToken = (string)told["app_token"]!;
            AppSecret = (string)told["app_secret"]!;
            AppDomain.CurrentDomain.ProcessExit += End;
        }

        /// <summary>Its address, for <c>BaseUrl</c>.</summary>
        public string Url { get; }

        /// <summary>The token it accepts.</summary>
        public string AppToken { get; }

        /// <summary>The secret it accepts.</summary>
        public string AppSecret { get; }

        /// <summary>Starts it and waits until it listens.</summary>
        /// <param name="port">Where to listen on 127.0.0.1. Default: a free port.</param>
        /// <param name="arguments">Further arguments of <c>qys emulator</c>, such as <c>--callback-time-scale 0.01</c>.</param>
        /// <exception cref="EmulatorException">It cannot be found or started.</exception>
        public static Emulator Start(int port = 0, params string[] arguments)
        {
            IEnumerable<string> all = new[] { "emulator", "--listen", $"127.0.0.1:{port}", "--output", "json" }.Concat(arguments);
            var start = new ProcessStartInfo(Qys(), string.Join(" ", all.Select(Quoted)))
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
            };
            Process process;
            try
            {
                process = Process.Start(start)!;
            }
            catch (System.ComponentModel.Win32Exception error)
            {
                throw new EmulatorException(
                    $"the command {start.FileName} cannot be started ({error.Message}): put qys on PATH, or set QYS_BIN to where it is");
            }
            process.StandardInput.Dispose();
            Task<string?> first = process.StandardOutput.ReadLineAsync()!;
            if (!first.Wait(StartTimeout))
            {
                process.Kill();
                throw new EmulatorException(
                    $"qys emulator said nothing for {StartTimeout.TotalSeconds} s and was ended: {process.StandardError.ReadToEnd().Trim()}");
            }
            string? line = first.Result;
            if (line == null)
            {
                throw new EmulatorException($"qys emulator did not start: {process.StandardError.ReadToEnd().Trim()}");
            }
            // Whatever else it says must not fill a pipe that nobody reads.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
            return new Emulator(process, Json.Members(Json.Parse(Encoding.UTF8.GetBytes(line))));
        }

        /// <summary>A client of this emulator.</summary>
        /// <param name="configure">Sets further options.</param>
        public QiyuesuoClient CreateClient(Action<ClientOptions>? configure = null)
        {
            var options = new ClientOptions { BaseUrl = Url, AppToken = AppToken, AppSecret = AppSecret };
            configure?.Invoke(options);
            return new QiyuesuoClient(options);
        }

        /// <summary>The requests it has seen, each with what was signed and how it was judged.</summary>
        public IReadOnlyList<IReadOnlyDictionary<string, object?>> Requests()
            => ((IReadOnlyList<object?>)Json.Members(Control("GET", "requests"))["requests"]!).Select(Json.Members).ToList();

        /// <summary>
        /// Orders faults, as <c>PUT /_emulator/faults</c> takes them: a list of <c>{"operation": "personal_auth.create_ticket",
        /// "fault": {"hang": true}}</c>.
        /// </summary>
        public void SetFaults(string json) => Control("PUT", "faults", json);

        /// <summary>Takes all faults back.</summary>
        public void ClearFaults() => Control("DELETE", "faults");

        /// <summary>Forgets everything: tickets, requests, nonces, faults.</summary>
        public void Reset() => Control("POST", "reset");

        /// <summary>Any call of the control interface: <c>emulator.Control("GET", "tickets")</c>.</summary>
        /// <param name="method">HTTP method.</param>
        /// <param name="path">What follows <c>/_emulator/</c>.</param>
        /// <param name="json">The body as JSON text.</param>
        /// <returns>The answer as dictionaries, lists and so on, or null.</returns>
        /// <exception cref="EmulatorException">It refuses.</exception>
        public object? Control(string method, string path, string? json = null)
            // On a thread of the pool, so that it cannot wait for a context of the caller's.
            => Task.Run(() => ControlAsync(method, path, json)).GetAwaiter().GetResult();

        /// <summary>Ends it. May be called twice.</summary>
        public void Dispose()
        {
            AppDomain.CurrentDomain.ProcessExit -= End;
            End(null, EventArgs.Empty);
        }

        private static string Qys()
        {
            string? given = Environment.GetEnvironmentVariable("QYS_BIN");
            return string.IsNullOrEmpty(given) ? "qys" : given!;
        }

        private static string Quoted(string argument)
            => argument.IndexOfAny(new[] { ' ', '"' }) < 0 ? argument : "\"" + argument.Replace("\"", "\\\"") + "\"";

        private async Task<object?> ControlAsync(string method, string path, string? json)
        {
            using (var request = new HttpRequestMessage(new HttpMethod(method), $"{Url}/_emulator/{path}"))
            {
                request.Content = json == null ? null : new StringContent(json, Encoding.UTF8, "application/json");
                using (HttpResponseMessage answer = await http.SendAsync(request).ConfigureAwait(false))
                {
                    byte[] body = await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
                    if (!answer.IsSuccessStatusCode)
                    {
                        throw new EmulatorException($"{method} {path}: {(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}");
                    }
                    return body.Length == 0 ? null : Json.Parse(body);
                }
            }
        }

        private void End(object? sender, EventArgs arguments)
        {
            if (stopped)
            {
                return;
            }
            stopped = true;
            try
            {
                process.Kill();
                process.WaitForExit(5000);
            }
            catch (InvalidOperationException)
            {
                // It has ended already.
            }
            process.Dispose();
        }
    }
}
