using System;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Qiyuesuo.Native
{
    /// <summary>A client or a view of one in the native library. What nobody closed, the finalizer does.</summary>
    internal sealed class ClientHandle : SafeHandle
    {
        // Those that are open, so that their blocking calls can be ended when the process ends.
        private static readonly ConcurrentDictionary<ulong, bool> open = new ConcurrentDictionary<ulong, bool>();

        static ClientHandle()
        {
            Platform.OnLeaving(() =>
            {
                foreach (ulong id in open.Keys)
                {
                    NativeApi.Instance.Close(id);
                }
            });
        }

        // The library's handles have 64 bits on every platform, an IntPtr has not; that of the base class only says
        // whether there is anything to close.
        internal ClientHandle(ulong id)
            : base(IntPtr.Zero, true)
        {
            Id = id;
            SetHandle(new IntPtr(1));
            open[id] = true;
        }

        /// <summary>
        /// The handle. It may be used after it was closed: the library looks handles up and gives none out twice.
        /// </summary>
        internal ulong Id { get; }

        public override bool IsInvalid => handle == IntPtr.Zero;

        protected override bool ReleaseHandle()
        {
            open.TryRemove(Id, out _);
            return NativeApi.Instance.Close(Id) == 1;
        }
    }
}
