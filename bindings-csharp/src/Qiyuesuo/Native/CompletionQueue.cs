using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Qiyuesuo.Native
{
    /// <summary>A submitted call until its reply arrives. It keeps the client from being finalized.</summary>
    internal sealed class PendingCall : TaskCompletionSource<Reply>
    {
        private ClientHandle? client;

        internal PendingCall(ClientHandle client)
            // Continuations are the user's code, which must not hold up the thread that completes.
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            this.client = client;
        }

        internal ulong Operation { get; private set; }

        /// <summary>The caller's, for what its call logs; null where nobody listens.</summary>
        internal ExecutionContext? Context { get; } = QiyuesuoLog.IsHeard ? ExecutionContext.Capture() : null;

        internal void Begin(CompletionQueue queue, in Call call) => Operation = queue.Submit(client!, this, call);

        internal void Complete(Reply reply)
        {
            // Whoever still looks at this call is no reason to keep the client.
            client = null;
            TrySetResult(reply);
        }

        internal void Cancel() => NativeApi.Instance.Cancel(Operation);
    }

    /// <summary>
    /// Where the replies of all submitted calls of the process arrive, and the background thread that takes them. It is
    /// started when there is something to wait for and ends after a while of nothing.
    /// </summary>
    internal sealed unsafe class CompletionQueue
    {
        private const int MostAtOnce = 256;
        private const uint IdleMilliseconds = 20_000;

        private static readonly Lazy<CompletionQueue> shared =
            new Lazy<CompletionQueue>(() => new CompletionQueue(), LazyThreadSafetyMode.ExecutionAndPublication);

        private readonly ulong queue = NativeApi.Instance.QueueOpen(1);
        private readonly object gate = new object();
        private readonly Dictionary<ulong, PendingCall> pending = new Dictionary<ulong, PendingCall>();

        // Replies that were taken before the thread that submitted them had noted its call.
        private readonly Dictionary<ulong, Reply> early = new Dictionary<ulong, Reply>();

        private readonly List<LogLine> earlyLines = new List<LogLine>();

        private int beginning;
        private bool running;

        private CompletionQueue()
        {
            Platform.OnLeaving(() => NativeApi.Instance.Close(queue));
        }

        internal static CompletionQueue Shared => shared.Value;

        internal ulong Submit(ClientHandle client, PendingCall call, in Call native)
        {
            lock (gate)
            {
                beginning++;
                if (!running)
                {
                    Start();
                }
            }
            ulong operation = 0;
            try
            {
                operation = Engine.Submit(client, queue, native);
                return operation;
            }
            finally
            {
                Reply? reply = null;
                List<LogLine>? lines = null;
                lock (gate)
                {
                    beginning--;
                    if (earlyLines.Count > 0)
                    {
                        lines = earlyLines.FindAll(line => line.Operation == operation);
                        earlyLines.RemoveAll(line => line.Operation == operation);
                    }
                    if (operation != 0 && !early.TryGetValue(operation, out reply))
                    {
                        pending.Add(operation, call);
                    }
                    else
                    {
                        early.Remove(operation);
                    }
                }
                // This is the caller's context.
                lines?.ForEach(line => QiyuesuoLog.Deliver(line, null));
                if (reply != null)
                {
                    call.Complete(reply);
                }
            }
        }

        private void Start()
        {
            running = true;
            var thread = new Thread(Run) { IsBackground = true, Name = "qiyuesuo-completions" };
            // The first caller's async locals are none of this thread's business.
            if (ExecutionContext.IsFlowSuppressed())
            {
                thread.Start();
                return;
            }
            using (ExecutionContext.SuppressFlow())
            {
                thread.Start();
            }
        }

        private void Run()
        {
            NativeApi api = NativeApi.Instance;
            var completed = new List<KeyValuePair<PendingCall, Reply>>(MostAtOnce);
            while (true)
            {
                NativeBuffer records;
                // SAFETY: the library fills `records`, which is given back below.
                int status = api.Drain(queue, (UIntPtr)MostAtOnce, IdleMilliseconds, &records);
                byte[]? logs = null;
                try
                {
                    if (status == 0)
                    {
                        logs = Take(records, completed);
                    }
                }
                finally
                {
                    api.BufferFree(&records);
                }
                if (logs != null)
                {
                    // Before the calls end, while their callers are known.
                    Log(logs, completed);
                }
                foreach (KeyValuePair<PendingCall, Reply> one in completed)
                {
                    one.Key.Complete(one.Value);
                }
                bool idle = completed.Count == 0 && logs == null;
                completed.Clear();
                if (idle && End(status))
                {
                    return;
                }
            }
        }

        /// <summary>Copies the records of a buffer, and finds the calls they belong to.</summary>
        /// <returns>The log, if there was some.</returns>
        private byte[]? Take(NativeBuffer records, List<KeyValuePair<PendingCall, Reply>> completed)
        {
            byte[]? logs = null;
            byte* record = records.Data;
            byte* end = record + records.Length.ToUInt64();
            while (record < end)
            {
                // SAFETY: records follow one another up to the end of the buffer, each as long as it says.
                ref ReplyHeader header = ref *(ReplyHeader*)record;
                Reply reply = Reply.Copy(record);
                record += header.Size;
                if (reply.Kind == ReplyKind.Logs)
                {
                    logs = reply.Body;
                    continue;
                }
                lock (gate)
                {
                    if (pending.TryGetValue(header.Operation, out PendingCall? call))
                    {
                        pending.Remove(header.Operation);
                        completed.Add(new KeyValuePair<PendingCall, Reply>(call, reply));
                    }
                    else
                    {
                        early.Add(header.Operation, reply);
                    }
                }
            }
            return logs;
        }

        private void Log(byte[] logs, List<KeyValuePair<PendingCall, Reply>> completed)
        {
            foreach (LogLine line in QiyuesuoLog.Read(logs))
            {
                PendingCall? call = completed.Find(one => one.Key.Operation == line.Operation).Key;
                lock (gate)
                {
                    if (call == null && line.Operation != 0 && !pending.TryGetValue(line.Operation, out call))
                    {
                        earlyLines.Add(line);
                        continue;
                    }
                }
                QiyuesuoLog.Deliver(line, call?.Context);
            }
        }

        /// <summary>Whether the thread ends: nothing came, and nothing can come.</summary>
        private bool End(int status)
        {
            lock (gate)
            {
                running = status == 0 && (pending.Count > 0 || beginning > 0);
                return !running;
            }
        }
    }
}
