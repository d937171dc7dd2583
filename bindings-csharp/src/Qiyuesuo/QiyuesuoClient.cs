using System;
using System.Threading;
using System.Threading.Tasks;
using Qiyuesuo.Native;

namespace Qiyuesuo
{
    /// <summary>A client of the Qiyuesuo (契约锁) open platform. Unofficial.</summary>
    /// <remarks>
    /// <para>
    /// One client serves any number of threads; keep it for as long as the program runs. Every call is there twice:
    /// <c>CreateTicketAsync</c> and, for code that must block, <c>CreateTicket</c>, which works on the calling thread and
    /// cannot deadlock. Both throw a <see cref="QiyuesuoException"/> when they fail.
    /// </para>
    /// <para>
    /// Tests of a program's own derive from it and from its families, whose members are virtual, and make results with
    /// <see cref="QiyuesuoModelFactory"/>. Such an object needs no native library.
    /// </para>
    /// <code>
    /// using var client = new QiyuesuoClient(new ClientOptions { AppToken = "...", AppSecret = "..." });
    /// Ticket ticket = await client.PersonalAuth.CreateTicketAsync(
    ///     new CreatePersonalAuthTicket(new User("10020033044", ContactType.Mobile)) { Mode = AuthMode.Bank });
    /// </code>
    /// </remarks>
    public partial class QiyuesuoClient : ICaller, IDisposable
    {
        private static readonly Action<object?> cancel = call => ((PendingCall)call!).Cancel();

        // Null in a class of a test's.
        private readonly ClientHandle? handle;
        private readonly Action<Attempt>? onAttempt;

        /// <summary>A client with these options, else those of the environment (<c>QYS_*</c>), else the defaults.</summary>
        /// <exception cref="ConfigurationException">An option is missing or wrong; <c>Field</c> names it.</exception>
        /// <exception cref="DllNotFoundException">The native library is missing; the message says what to do.</exception>
        public QiyuesuoClient(ClientOptions? options = null)
        {
            options = options ?? new ClientOptions();
            onAttempt = options.OnAttempt;
            handle = Engine.Open(Json.Serialize(options), onAttempt != null);
        }

        /// <summary>For tests: a client that opens nothing. What it is asked for must be overridden.</summary>
        protected QiyuesuoClient()
        {
        }

        private QiyuesuoClient(ClientHandle handle, Action<Attempt>? onAttempt)
        {
            this.handle = handle;
            this.onAttempt = onAttempt;
        }

        /// <summary>The version of the native library.</summary>
        public static string Version => NativeApi.Instance.LibraryVersion;

        /// <summary>
        /// A second client on the same connections with some options changed, also with another customer's credentials.
        /// Cheap. Disposing of either leaves the other open.
        /// </summary>
        /// <exception cref="ConfigurationException">An option is wrong, or belongs to the connections themselves.</exception>
        public virtual QiyuesuoClient WithOptions(CallOptions options)
        {
            ClientHandle opened = handle ?? throw NoCaller.Missing(nameof(WithOptions));
            byte[] changed = Json.Serialize(options ?? throw new ArgumentNullException(nameof(options)));
            return new QiyuesuoClient(Engine.WithOptions(opened, changed), onAttempt);
        }

        /// <summary>Calls any endpoint, signed as every call, and answers its whole envelope.</summary>
        /// <param name="request">What is asked.</param>
        /// <param name="options">Options of this call alone.</param>
        /// <param name="cancellationToken">Ends the call, and drops its request.</param>
        /// <exception cref="QiyuesuoException">The call failed.</exception>
        public virtual Task<RawReply> RequestAsync(
            RawRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
            => ((ICaller)this).CallAsync(Raw(request, "json", options), reply => new RawReply(reply), cancellationToken);

        /// <inheritdoc cref="RequestAsync"/>
        public virtual RawReply Request(RawRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
            => ((ICaller)this).Call(Raw(request, "json", options), reply => new RawReply(reply), cancellationToken);

        /// <summary>The envelope as <c>Compat</c> hands it on: also where its code tells of a refusal.</summary>
        internal RawReply Envelope(RawRequest request)
            => ((ICaller)this).Call(Raw(request, "envelope", null), reply => new RawReply(reply), default);

        /// <summary>
        /// Calls any endpoint whose answer is a file. An answer that is the envelope of an error is thrown as that error.
        /// </summary>
        /// <param name="request">What is asked.</param>
        /// <param name="options">Options of this call alone.</param>
        /// <param name="cancellationToken">Ends the call, and drops its request.</param>
        /// <exception cref="QiyuesuoException">The call failed.</exception>
        public virtual Task<Download> DownloadAsync(
            RawRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
            => ((ICaller)this).CallAsync(Raw(request, "bytes", options), reply => new Download(reply), cancellationToken);

        /// <inheritdoc cref="DownloadAsync"/>
        public virtual Download Download(
            RawRequest request, CallOptions? options = null, CancellationToken cancellationToken = default)
            => ((ICaller)this).Call(Raw(request, "bytes", options), reply => new Download(reply), cancellationToken);

        /// <summary>
        /// Ends the client: its calls in flight end with a <see cref="CancelledException"/>, later ones with a
        /// <see cref="ConfigurationException"/>. Views made with <see cref="WithOptions"/> stay open.
        /// </summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>What <see cref="Dispose()"/> does; a derived class may have more to do.</summary>
        protected virtual void Dispose(bool disposing) => handle?.Dispose();

        private static Call Raw(RawRequest request, string answer, CallOptions? options)
            => (request ?? throw new ArgumentNullException(nameof(request))).Call(answer, options);

        Task<T> ICaller.CallAsync<T>(in Call call, Func<Reply, T> read, CancellationToken cancellationToken)
        {
            ClientHandle opened = handle ?? throw NoCaller.Missing(call);
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled<T>(cancellationToken);
            }
            QiyuesuoLog.Begin();
            var pending = new PendingCall(opened);
            try
            {
                pending.Begin(CompletionQueue.Shared, call);
            }
            catch (QiyuesuoException error)
            {
                return Task.FromException<T>(error);
            }
            return FinishAsync(pending, read, cancellationToken);
        }

        private async Task<T> FinishAsync<T>(PendingCall pending, Func<Reply, T> read, CancellationToken cancellationToken)
        {
            Reply reply;
            using (cancellationToken.CanBeCanceled ? cancellationToken.Register(cancel, pending) : default)
            {
                // The reply arrives in any case, also after a cancellation.
                reply = await pending.Task.ConfigureAwait(false);
            }
            return Finish(reply, read, pending.Operation, cancellationToken);
        }

        T ICaller.Call<T>(in Call call, Func<Reply, T> read, CancellationToken cancellationToken)
        {
            ClientHandle opened = handle ?? throw NoCaller.Missing(call);
            if (cancellationToken.CanBeCanceled)
            {
                // A blocking call of the library cannot be ended. Nothing of this waits for the caller's context.
                return ((ICaller)this).CallAsync(call, read, cancellationToken).GetAwaiter().GetResult();
            }
            QiyuesuoLog.Begin();
            Reply reply = Engine.Call(opened, call);
            QiyuesuoLog.End();
            return Finish(reply, read, 0, cancellationToken);
        }

        private T Finish<T>(Reply reply, Func<Reply, T> read, ulong submitted, CancellationToken cancellationToken)
        {
            if (onAttempt != null)
            {
                TellAttempts(onAttempt, submitted);
            }
            if (reply.Kind != ReplyKind.Failure)
            {
                return read(reply);
            }
            QiyuesuoException error = QiyuesuoException.From(reply.Body);
            throw error is CancelledException && cancellationToken.IsCancellationRequested
                ? (Exception)new OperationCanceledException(error.Message, error, cancellationToken)
                : error;
        }

        private void TellAttempts(Action<Attempt> tell, ulong submitted)
        {
            byte[] attempts;
            try
            {
                attempts = Engine.Attempts(handle!, submitted);
            }
            catch (ConfigurationException)
            {
                // The client was closed meanwhile.
                return;
            }
            foreach (object? attempt in (System.Collections.Generic.IEnumerable<object?>)Json.Parse(attempts)!)
            {
                try
                {
                    tell(new Attempt(Json.Members(attempt)));
                }
                catch (Exception error)
                {
                    // Metrics must not fail a call.
                    QiyuesuoLog.Threw(nameof(ClientOptions.OnAttempt), error);
                }
            }
        }
    }
}
