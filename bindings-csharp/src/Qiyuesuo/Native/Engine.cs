using System;
using System.Collections.Generic;

namespace Qiyuesuo.Native
{
    /// <summary>A call as it crosses the boundary.</summary>
    internal readonly struct Call
    {
        internal readonly byte[] Operation;
        internal readonly byte[] Request;
        internal readonly IReadOnlyList<Part>? Parts;
        internal readonly byte[]? Options;

        internal Call(byte[] operation, byte[] request, IReadOnlyList<Part>? parts, byte[]? options)
        {
            Operation = operation;
            Request = request;
            Parts = parts;
            Options = options;
        }
    }

    /// <summary>The native library in terms of this one: arrays for pointers, exceptions for failures.</summary>
    internal static unsafe class Engine
    {
        private static NativeApi Api => NativeApi.Instance;

        internal static ClientHandle Open(byte[] options, bool watch)
        {
            ulong client;
            NativeBuffer error;
            int status;
            fixed (byte* given = options)
            {
                // SAFETY: `options` is pinned during the call, the library copies what it keeps.
                status = Api.Open(given, Bytes.Length(options), watch ? 1 : 0, &client, &error);
            }
            return status == 0 ? new ClientHandle(client) : throw Failure(&error);
        }

        internal static ClientHandle WithOptions(ClientHandle client, byte[] options)
        {
            ulong view;
            NativeBuffer error;
            int status;
            fixed (byte* given = options)
            {
                // SAFETY: as in Open.
                status = Api.WithOptions(client.Id, given, Bytes.Length(options), &view, &error);
            }
            GC.KeepAlive(client);
            return status == 0 ? new ClientHandle(view) : throw Failure(&error);
        }

        /// <summary>Makes a call on this thread.</summary>
        internal static Reply Call(ClientHandle client, in Call call)
        {
            using (var parts = new Parts(call.Parts))
            {
                NativeBuffer reply;
                fixed (byte* operation = call.Operation)
                fixed (byte* request = call.Request)
                fixed (byte* options = call.Options)
                fixed (NativePart* files = parts.Array)
                {
                    // SAFETY: everything passed is pinned until the call returns; it keeps nothing.
                    Api.Call(
                        client.Id, operation, Bytes.Length(call.Operation), request, Bytes.Length(call.Request), files, parts.Count,
                        options, Bytes.Length(call.Options), &reply);
                }
                // Until here the finalizer must not close the client.
                GC.KeepAlive(client);
                try
                {
                    // SAFETY: the reply is exactly one record, whether or not the call failed.
                    return Reply.Copy(reply.Data);
                }
                finally
                {
                    Api.BufferFree(&reply);
                }
            }
        }

        /// <summary>Begins a call whose reply will arrive in that queue.</summary>
        /// <returns>The operation that the reply will name.</returns>
        internal static ulong Submit(ClientHandle client, ulong queue, in Call call)
        {
            ulong submitted;
            NativeBuffer error;
            int status;
            using (var parts = new Parts(call.Parts))
            {
                fixed (byte* operation = call.Operation)
                fixed (byte* request = call.Request)
                fixed (byte* options = call.Options)
                fixed (NativePart* files = parts.Array)
                {
                    // SAFETY: everything passed is pinned until the call returns; the library copies what it keeps.
                    status = Api.Submit(
                        client.Id, queue, operation, Bytes.Length(call.Operation), request, Bytes.Length(call.Request), files,
                        parts.Count, options, Bytes.Length(call.Options), &submitted, &error);
                }
            }
            return status == 0 ? submitted : throw Failure(&error);
        }

        /// <summary>The attempts of a call, as JSON; of a blocking one of this thread for 0.</summary>
        internal static byte[] Attempts(ClientHandle client, ulong submitted)
        {
            NativeBuffer json;
            int status = Api.Attempts(client.Id, submitted, &json);
            GC.KeepAlive(client);
            return status == 0 ? Bytes.Take(&json) : throw Failure(&json);
        }

        /// <summary>What blocking calls of this thread logged since the last time, as JSON.</summary>
        internal static byte[] Logs()
        {
            NativeBuffer json;
            return Api.Logs(0, &json) == 0 ? Bytes.Take(&json) : throw Failure(&json);
        }

        /// <summary>A function that needs no client: JSON in, JSON or text out.</summary>
        internal static byte[] Tool(NativeApi.ToolFunction tool, object request)
        {
            byte[] given = Json.Serialize(request);
            NativeBuffer answer;
            int status;
            fixed (byte* pointer = given)
            {
                // SAFETY: as in Open.
                status = tool(pointer, Bytes.Length(given), &answer);
            }
            return status == 0 ? Bytes.Take(&answer) : throw Failure(&answer);
        }

        private static QiyuesuoException Failure(NativeBuffer* error) => QiyuesuoException.From(Bytes.Take(error));
    }
}
