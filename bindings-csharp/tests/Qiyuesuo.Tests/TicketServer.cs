using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>
    /// A server of a few lines that answers every request with a ticket: at once, after a while, or never. Counts requests,
    /// connections, and connections that the client closed.
    /// </summary>
    internal sealed class TicketServer : IDisposable
    {
        internal const string Ticket = "t-1";

        private readonly TcpListener listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly byte[] answer;
        private readonly TimeSpan delay;
        private readonly bool hang;
        private readonly List<Socket> sockets = new List<Socket>();

        internal TicketServer(TimeSpan delay = default, bool hang = false, string? body = null, int status = 200, string headers = "")
        {
            this.delay = delay;
            this.hang = hang;
            byte[] bytes = Encoding.UTF8.GetBytes(body ?? $"{{\"code\":0,\"message\":\"SUCCESS\",\"result\":{{\"ticket\":\"{Ticket}\"}}}}");
            string head = $"HTTP/1.1 {status} Some\r\nContent-Type: application/json\r\n{headers}Content-Length: {bytes.Length}\r\n\r\n";
            answer = new byte[head.Length + bytes.Length];
            Encoding.ASCII.GetBytes(head, 0, head.Length, answer, 0);
            bytes.CopyTo(answer, head.Length);
            listener.Start(256);
            _ = AcceptAsync();
        }

        internal int Requests;
        internal int Connections;
        internal int Closed;

        internal string Url => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        internal ClientOptions Options => new ClientOptions { BaseUrl = Url, AppToken = "token", AppSecret = "secret", MaxRetries = 0 };

        internal QiyuesuoClient Client() => new QiyuesuoClient(Options);

        public void Dispose()
        {
            listener.Stop();
            lock (sockets)
            {
                sockets.ForEach(End);
            }
        }

        /// <summary>Waits for what must come true soon.</summary>
        internal static void Soon(string what, Func<bool> condition, int seconds = 20)
        {
            var clock = Stopwatch.StartNew();
            while (!condition())
            {
                Assert.True(clock.Elapsed.TotalSeconds < seconds, $"never came true: {what}");
                Thread.Sleep(2);
            }
        }

        // Awaited, since closing a socket does not end a thread that is blocked in accepting from it everywhere.
        private async Task AcceptAsync()
        {
            while (true)
            {
                Socket socket;
                try
                {
                    socket = await listener.AcceptSocketAsync().ConfigureAwait(false);
                }
                catch (Exception)
                {
                    return;
                }
                Interlocked.Increment(ref Connections);
                lock (sockets)
                {
                    sockets.Add(socket);
                }
                new Thread(() => Serve(socket), 256 * 1024) { IsBackground = true }.Start();
            }
        }

        private void Serve(Socket socket)
        {
            try
            {
                socket.NoDelay = true;
                var buffer = new byte[64 * 1024];
                int held = 0;
                int read;
                while ((read = socket.Receive(buffer, held, buffer.Length - held, SocketFlags.None)) > 0)
                {
                    held += read;
                    if (Whole(buffer, held))
                    {
                        held = 0;
                        Interlocked.Increment(ref Requests);
                        Answer(socket);
                    }
                }
            }
            catch (Exception error) when (error is SocketException || error is ObjectDisposedException)
            {
                // The client went away, or the test has ended.
            }
            socket.Dispose();
            Interlocked.Increment(ref Closed);
        }

        private static void End(Socket socket)
        {
            try
            {
                socket.Shutdown(SocketShutdown.Both);
            }
            catch (Exception error) when (error is SocketException || error is ObjectDisposedException)
            {
                // The client was first.
            }
        }

        private void Answer(Socket socket)
        {
            if (hang)
            {
                return;
            }
            if (delay > TimeSpan.Zero)
            {
                Thread.Sleep(delay);
            }
            socket.Send(answer);
        }

        /// <summary>Whether the bytes are a request with its whole body. A client sends no second one before the answer.</summary>
        private static bool Whole(byte[] buffer, int held)
        {
            for (int end = 3; end < held; end++)
            {
                if (buffer[end] == '\n' && buffer[end - 1] == '\r' && buffer[end - 2] == '\n')
                {
                    return held >= end + 1 + Length(buffer, end);
                }
            }
            return false;
        }

        private static readonly byte[] name = Encoding.ASCII.GetBytes("\ncontent-length:");

        // Without a text for each request: the tests that count memory count this server's too.
        private static int Length(byte[] buffer, int end)
        {
            for (int at = 0; at + name.Length < end; at++)
            {
                int same = 0;
                while (same < name.Length && (buffer[at + same] | (same == 0 ? 0 : 0x20)) == (name[same] | (same == 0 ? 0 : 0x20)))
                {
                    same++;
                }
                if (same == name.Length)
                {
                    int length = 0;
                    for (int digit = at + name.Length; buffer[digit] != '\r'; digit++)
                    {
                        length = buffer[digit] == ' ' ? length : length * 10 + buffer[digit] - '0';
                    }
                    return length;
                }
            }
            return 0;
        }
    }
}
