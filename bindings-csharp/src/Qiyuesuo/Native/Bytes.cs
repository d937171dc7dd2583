using System;
using System.Runtime.InteropServices;
using System.Text;

namespace Qiyuesuo.Native
{
    /// <summary>Bytes on their way across the boundary.</summary>
    internal static unsafe class Bytes
    {
        internal static readonly byte[] None = new byte[0];

        /// <summary>UTF-8. A surrogate without its other half becomes U+FFFD.</summary>
        internal static byte[] Of(string text) => Encoding.UTF8.GetBytes(text);

        internal static byte[] Copy(byte* data, ulong length)
        {
            if (length == 0)
            {
                return None;
            }
            var copy = new byte[checked((int)length)];
            Marshal.Copy((IntPtr)data, copy, 0, copy.Length);
            return copy;
        }

        /// <summary>Copies a buffer of the native library and gives it back.</summary>
        internal static byte[] Take(NativeBuffer* buffer)
        {
            try
            {
                return Copy(buffer->Data, buffer->Length.ToUInt64());
            }
            finally
            {
                // SAFETY: the buffer came from the library, or is the empty one, and is used no more.
                NativeApi.Instance.BufferFree(buffer);
            }
        }

        internal static UIntPtr Length(byte[]? bytes) => (UIntPtr)(uint)(bytes?.Length ?? 0);
    }
}
