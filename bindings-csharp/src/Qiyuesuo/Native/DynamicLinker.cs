using System;
using System.Runtime.InteropServices;

namespace Qiyuesuo.Native
{
    /// <summary>Opens a shared library by its path. A library is never closed: it has threads of its own.</summary>
    internal static class DynamicLinker
    {
#if NETCOREAPP
        internal static bool TryOpen(string path, out IntPtr library, out string problem)
        {
            try
            {
                library = NativeLibrary.Load(path);
                problem = "";
                return true;
            }
            catch (Exception error) when (error is DllNotFoundException || error is BadImageFormatException)
            {
                library = IntPtr.Zero;
                problem = error.Message.Replace("\n", " ");
                return false;
            }
        }

        /// <summary>The address of a function.</summary>
        internal static IntPtr Find(IntPtr library, string function) => NativeLibrary.GetExport(library, function);
#else
        private const int Now = 2;

        internal static bool TryOpen(string path, out IntPtr library, out string problem)
        {
            if (Platform.IsWindows)
            {
                // 0x8: what the library needs is looked for beside it first.
                library = LoadLibraryEx(path, IntPtr.Zero, 0x8);
                problem = library == IntPtr.Zero ? $"Windows error {Marshal.GetLastWin32Error()}" : "";
            }
            else if (Platform.IsMac)
            {
                library = MacOpen(path, Now);
                problem = library == IntPtr.Zero ? Marshal.PtrToStringAnsi(MacError()) ?? "" : "";
            }
            else
            {
                library = UnixOpen(path, Now);
                problem = library == IntPtr.Zero ? Marshal.PtrToStringAnsi(UnixError()) ?? "" : "";
            }
            return library != IntPtr.Zero;
        }

        /// <summary>The address of a function.</summary>
        internal static IntPtr Find(IntPtr library, string function)
        {
            IntPtr found = Platform.IsWindows ? GetProcAddress(library, function)
                : Platform.IsMac ? MacFind(library, function)
                : UnixFind(library, function);
            return found != IntPtr.Zero ? found : throw new EntryPointNotFoundException(function);
        }

        [DllImport("kernel32", EntryPoint = "LoadLibraryExW", CharSet = CharSet.Unicode, SetLastError = true)]
        private static extern IntPtr LoadLibraryEx(string path, IntPtr reserved, uint flags);

        [DllImport("kernel32", CharSet = CharSet.Ansi)]
        private static extern IntPtr GetProcAddress(IntPtr library, string name);

        [DllImport("libdl.so.2", EntryPoint = "dlopen")]
        private static extern IntPtr UnixOpen(string path, int mode);

        [DllImport("libdl.so.2", EntryPoint = "dlsym")]
        private static extern IntPtr UnixFind(IntPtr library, string name);

        [DllImport("libdl.so.2", EntryPoint = "dlerror")]
        private static extern IntPtr UnixError();

        [DllImport("libSystem.dylib", EntryPoint = "dlopen")]
        private static extern IntPtr MacOpen(string path, int mode);

        [DllImport("libSystem.dylib", EntryPoint = "dlsym")]
        private static extern IntPtr MacFind(IntPtr library, string name);

        [DllImport("libSystem.dylib", EntryPoint = "dlerror")]
        private static extern IntPtr MacError();
#endif
    }
}
