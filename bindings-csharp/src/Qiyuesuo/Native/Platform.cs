using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Qiyuesuo.Native
{
    /// <summary>What this process runs on, in NuGet's terms.</summary>
    internal static class Platform
    {
        internal static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
        internal static readonly bool IsMac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

        /// <summary>Such as <c>linux-x64</c>.</summary>
        internal static readonly string Rid = System() + "-" + RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

        internal static readonly string LibraryFile =
            IsWindows ? "qiyuesuo.dll" : IsMac ? "libqiyuesuo.dylib" : "libqiyuesuo.so";

        /// <summary>
        /// Runs something before the process or domain ends where that waits for threads in native code, also for those in the
        /// background: on Mono and .NET Framework.
        /// </summary>
        internal static void OnLeaving(Action act)
        {
#if !NETCOREAPP
            AppDomain.CurrentDomain.ProcessExit += (sender, arguments) => act();
            AppDomain.CurrentDomain.DomainUnload += (sender, arguments) => act();
#endif
        }

        /// <summary>Such as <c>glibc 2.36</c>.</summary>
        internal static string CLibrary()
        {
            if (IsWindows || IsMac)
            {
                return "the system's C library";
            }
            if (IsMusl())
            {
                return "musl";
            }
            try
            {
                return "glibc " + Marshal.PtrToStringAnsi(gnu_get_libc_version());
            }
            catch (Exception)
            {
                return "C library unknown";
            }
        }

        /// <summary>Such as <c>.NET Core 3.1.2</c>.</summary>
        internal static string Runtime()
        {
            // Mono calls itself .NET Framework 4.x too.
            Type? mono = Type.GetType("Mono.Runtime");
            return RuntimeInformation.FrameworkDescription + (mono == null ? "" : " (Mono)");
        }

        private static string System()
            => IsWindows ? "win" : IsMac ? "osx" : IsMusl() ? "linux-musl" : "linux";

        private static bool IsMusl()
        {
            try
            {
                return File.ReadAllText("/proc/self/maps").Contains("/ld-musl-");
            }
            catch (Exception)
            {
                // Hidden from this process. The disk tells less: Debian's package musl puts the loader there too.
                return File.Exists("/etc/alpine-release");
            }
        }

        [DllImport("libc.so.6")]
        private static extern IntPtr gnu_get_libc_version();
    }
}
