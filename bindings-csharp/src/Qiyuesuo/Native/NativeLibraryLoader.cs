using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace Qiyuesuo.Native
{
    /// <summary>
    /// Finds and loads the native library: the file or folder of QYS_NATIVE_PATH, else the package's
    /// <c>runtimes/RID/native</c>, else beside the assembly.
    /// </summary>
    /// <remarks>
    /// The library is loaded by its path and its functions are looked up by name, because <c>DllImport</c> can be told
    /// a path only since .NET Core 3.0, and .NET Framework and Mono are to behave the same.
    /// </remarks>
    internal static class NativeLibraryLoader
    {
        internal const string Variable = "QYS_NATIVE_PATH";

        /// <summary>The library's handle.</summary>
        /// <exception cref="DllNotFoundException">None could be loaded; the message says what was tried.</exception>
        internal static IntPtr Load()
        {
            string? chosen = Environment.GetEnvironmentVariable(Variable);
            var tried = new List<string>();
            bool found = false;
            foreach (string path in string.IsNullOrEmpty(chosen) ? Candidates() : Chosen(chosen!))
            {
                if (!File.Exists(path))
                {
                    tried.Add($"{path}: no such file");
                    continue;
                }
                found = true;
                if (DynamicLinker.TryOpen(path, out IntPtr library, out string problem))
                {
                    return library;
                }
                tried.Add($"{path}: {problem}");
            }
            throw new DllNotFoundException(Explanation(tried, found, !string.IsNullOrEmpty(chosen)));
        }

        private static IEnumerable<string> Chosen(string chosen)
            => new[] { Directory.Exists(chosen) ? Path.Combine(chosen, Platform.LibraryFile) : chosen };

        private static IEnumerable<string> Candidates()
        {
            string[] folders = Folders().Where(folder => folder.Length > 0).Select(Path.GetFullPath).Distinct().ToArray();
            IEnumerable<string> packaged = folders.Select(folder => Path.Combine(folder, "runtimes", Platform.Rid, "native"));
            return packaged.Concat(Restored()).Concat(folders)
                .Select(folder => Path.Combine(folder, Platform.LibraryFile)).Distinct();
        }

        /// <summary>Where this assembly is, and where the program is: both differ where assemblies are copied first.</summary>
        private static IEnumerable<string> Folders()
        {
            string location = typeof(NativeLibraryLoader).Assembly.Location;
            if (location.Length > 0)
            {
                yield return Path.GetDirectoryName(location) ?? "";
            }
            yield return AppContext.BaseDirectory;
#if !NETCOREAPP
            // ASP.NET on .NET Framework keeps assemblies in `bin`.
            foreach (string folder in (AppDomain.CurrentDomain.RelativeSearchPath ?? "").Split(';'))
            {
                yield return folder.Length > 0 ? Path.Combine(AppContext.BaseDirectory, folder) : "";
            }
#endif
        }

        /// <summary>The folders of restored packages, as the runtime read them from the program's deps.json.</summary>
        private static IEnumerable<string> Restored()
        {
            string listed = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
            return listed.Split(new[] { Path.PathSeparator }, StringSplitOptions.RemoveEmptyEntries);
        }

        private static string Explanation(List<string> tried, bool found, bool chosen)
        {
            string cure;
            if (chosen)
            {
                cure = $"{Variable} is set, so nothing else is tried. Let it name the library or its folder, or unset it.";
            }
            else if (found)
            {
                cure = "The library is there but cannot be loaded here: most likely it is for another system, processor or "
                    + "C library, or needs a newer one (the Linux builds need glibc 2.17 or newer, or musl under linux-musl-*). "
                    + $"Publish the program for the system it runs on (`dotnet publish -r {Platform.Rid}`).";
            }
            else
            {
                cure = $"The program was deployed without the package's folder runtimes/{Platform.Rid}/native. Publish it for "
                    + $"the system it runs on (`dotnet publish -r {Platform.Rid}`), or set {Variable} to the library. If the "
                    + "package has no such folder, this system is not supported yet.";
            }
            return "qiyuesuo cannot load its native library.\n"
                + $"  RID: {Platform.Rid} ({RuntimeInformation.OSDescription.Trim()}, {Platform.CLibrary()})\n"
                + $"  runtime: {Platform.Runtime()}\n"
                + "  tried:\n"
                + string.Concat(tried.Select(line => $"    {line}\n"))
                + cure;
        }
    }
}
