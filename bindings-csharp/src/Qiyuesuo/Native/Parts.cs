using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Qiyuesuo.Native
{
    /// <summary>The files of a call, pinned from the beginning of the native call to its end.</summary>
    internal unsafe ref struct Parts
    {
        private readonly List<GCHandle>? pinned;

        internal readonly NativePart[]? Array;

        internal Parts(IReadOnlyList<Part>? parts)
        {
            if (parts == null || parts.Count == 0)
            {
                pinned = null;
                Array = null;
                return;
            }
            pinned = new List<GCHandle>();
            Array = new NativePart[parts.Count];
            for (int index = 0; index < parts.Count; index++)
            {
                Part part = parts[index];
                ref NativePart native = ref Array[index];
                native.Name = Pin(Bytes.Of(part.Name), out native.NameLength);
                native.Filename = Pin(part.Filename == null ? null : Bytes.Of(part.Filename), out native.FilenameLength);
                native.ContentType = Pin(part.ContentType == null ? null : Bytes.Of(part.ContentType), out native.ContentTypeLength);
                native.Data = Pin(part.Data, out native.DataLength);
            }
        }

        internal UIntPtr Count => (UIntPtr)(uint)(Array?.Length ?? 0);

        public void Dispose()
        {
            foreach (GCHandle handle in pinned ?? new List<GCHandle>())
            {
                handle.Free();
            }
        }

        private byte* Pin(byte[]? bytes, out UIntPtr length)
        {
            length = Bytes.Length(bytes);
            if (bytes == null)
            {
                return null;
            }
            GCHandle handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);
            pinned!.Add(handle);
            return (byte*)handle.AddrOfPinnedObject();
        }
    }
}
