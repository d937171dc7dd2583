using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Qiyuesuo.Native
{
    /// <summary>Memory of the native library, until <see cref="NativeApi.BufferFree"/>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct NativeBuffer
    {
        internal byte* Data;
        internal UIntPtr Length;
    }

    /// <summary>A file of a call; everything it points to is pinned while it is used.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal unsafe struct NativePart
    {
        internal byte* Name;
        internal UIntPtr NameLength;
        internal byte* Filename;
        internal UIntPtr FilenameLength;
        internal byte* ContentType;
        internal UIntPtr ContentTypeLength;
        internal byte* Data;
        internal UIntPtr DataLength;
    }

    /// <summary>
    /// The functions of the C ABI, as its header <c>qiyuesuo.h</c> describes them. Managed memory is passed for the
    /// time of a call alone, and the library never calls back.
    /// </summary>
    internal sealed unsafe class NativeApi
    {
        private static readonly Lazy<NativeApi> loaded =
            new Lazy<NativeApi>(() => new NativeApi(NativeLibraryLoader.Load()), LazyThreadSafetyMode.ExecutionAndPublication);

        internal readonly OpenFunction Open;
        internal readonly WithOptionsFunction WithOptions;
        internal readonly CallFunction Call;
        internal readonly QueueOpenFunction QueueOpen;
        internal readonly SubmitFunction Submit;
        internal readonly DrainFunction Drain;
        internal readonly HandleFunction Cancel;
        internal readonly HandleFunction Close;
        internal readonly AttemptsFunction Attempts;
        internal readonly LogLevelFunction LogLevel;
        internal readonly LogsFunction Logs;
        internal readonly ToolFunction Sign;
        internal readonly ToolFunction CallbackParse;
        internal readonly ToolFunction PluginUrl;
        internal readonly BufferFreeFunction BufferFree;
        internal readonly string LibraryVersion;

        private NativeApi(IntPtr library)
        {
            uint version = Function<AbiVersionFunction>(library, "qys_abi_version")();
            LibraryVersion = Marshal.PtrToStringAnsi(Function<VersionFunction>(library, "qys_version")()) ?? "";
            if (version != ReplyHeader.Abi)
            {
                throw new DllNotFoundException(
                    $"qiyuesuo: the native library {LibraryVersion} has version {version} of the C interface, this assembly "
                    + $"needs {ReplyHeader.Abi}. Deploy both from one version of the package.");
            }
            Open = Function<OpenFunction>(library, "qys_open");
            WithOptions = Function<WithOptionsFunction>(library, "qys_with_options");
            Call = Function<CallFunction>(library, "qys_call");
            QueueOpen = Function<QueueOpenFunction>(library, "qys_queue_open");
            Submit = Function<SubmitFunction>(library, "qys_submit");
            Drain = Function<DrainFunction>(library, "qys_drain");
            Cancel = Function<HandleFunction>(library, "qys_cancel");
            Close = Function<HandleFunction>(library, "qys_close");
            Attempts = Function<AttemptsFunction>(library, "qys_attempts");
            LogLevel = Function<LogLevelFunction>(library, "qys_log_level");
            Logs = Function<LogsFunction>(library, "qys_logs");
            Sign = Function<ToolFunction>(library, "qys_sign");
            CallbackParse = Function<ToolFunction>(library, "qys_callback_parse");
            PluginUrl = Function<ToolFunction>(library, "qys_plugin_url");
            BufferFree = Function<BufferFreeFunction>(library, "qys_buffer_free");
        }

        /// <summary>The loaded library. Loading is tried once a process.</summary>
        internal static NativeApi Instance => loaded.Value;

        private static T Function<T>(IntPtr library, string name)
            where T : Delegate
            => Marshal.GetDelegateForFunctionPointer<T>(DynamicLinker.Find(library, name));

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate uint AbiVersionFunction();

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate IntPtr VersionFunction();

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate int OpenFunction(byte* options, UIntPtr optionsLength, int watch, ulong* client, NativeBuffer* error);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate int WithOptionsFunction(
            ulong client, byte* options, UIntPtr optionsLength, ulong* view, NativeBuffer* error);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate int CallFunction(
            ulong client, byte* operation, UIntPtr operationLength, byte* request, UIntPtr requestLength, NativePart* parts,
            UIntPtr partsLength, byte* options, UIntPtr optionsLength, NativeBuffer* reply);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate ulong QueueOpenFunction(int ownLogs);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate int SubmitFunction(
            ulong client, ulong queue, byte* operation, UIntPtr operationLength, byte* request, UIntPtr requestLength,
            NativePart* parts, UIntPtr partsLength, byte* options, UIntPtr optionsLength, ulong* submitted, NativeBuffer* error);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate int DrainFunction(ulong queue, UIntPtr most, uint timeoutMilliseconds, NativeBuffer* replies);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate int HandleFunction(ulong handle);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate int AttemptsFunction(ulong client, ulong submitted, NativeBuffer* json);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate int LogLevelFunction(int level);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate int LogsFunction(ulong submitted, NativeBuffer* json);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate int ToolFunction(byte* request, UIntPtr length, NativeBuffer* answer);

        [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
        internal delegate void BufferFreeFunction(NativeBuffer* buffer);
    }
}
