using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Qiyuesuo.Native;

namespace Qiyuesuo
{
    /// <summary>A family of calls of a client. Every call is virtual, so that a test can put its own in its place.</summary>
    public abstract class Service
    {
        private static readonly Dictionary<string, object?> nothing = new Dictionary<string, object?>();

        private readonly ICaller caller;

        private protected Service(ICaller caller)
        {
            this.caller = caller;
        }

        private protected Service()
            : this(new NoCaller())
        {
        }

        private protected Task<T> CallAsync<T>(
            Operation operation, Request? request, Func<Reply, T> read, CallOptions? options, CancellationToken cancellationToken)
            => caller.CallAsync(operation.With(request ?? (object)nothing, request?.SentFiles(), options), read, cancellationToken);

        private protected T Call<T>(
            Operation operation, Request? request, Func<Reply, T> read, CallOptions? options, CancellationToken cancellationToken)
            => caller.Call(operation.With(request ?? (object)nothing, request?.SentFiles(), options), read, cancellationToken);
    }

    /// <summary>What makes the calls of a family.</summary>
    internal interface ICaller
    {
        Task<T> CallAsync<T>(in Call call, Func<Reply, T> read, CancellationToken cancellationToken);

        T Call<T>(in Call call, Func<Reply, T> read, CancellationToken cancellationToken);
    }

    /// <summary>Stands where a test's own class has no client: what the class does not override, it does not have.</summary>
    internal sealed class NoCaller : ICaller
    {
        public Task<T> CallAsync<T>(in Call call, Func<Reply, T> read, CancellationToken cancellationToken)
            => throw Missing(call);

        public T Call<T>(in Call call, Func<Reply, T> read, CancellationToken cancellationToken)
            => throw Missing(call);

        internal static NotSupportedException Missing(in Call call) => Missing(Encoding.UTF8.GetString(call.Operation));

        internal static NotSupportedException Missing(string what)
            => new NotSupportedException($"this object was made without a client, as tests do: override what it is to do for `{what}`");
    }

    /// <summary>An operation of the platform by its name.</summary>
    internal sealed class Operation
    {
        private readonly byte[] name;

        internal Operation(string name)
        {
            this.name = Bytes.Of(name);
        }

        internal Call With(object request, IReadOnlyList<Part>? parts, CallOptions? options)
            => new Call(name, Json.Serialize(request), parts, options == null ? null : Json.Serialize(options));
    }
}
