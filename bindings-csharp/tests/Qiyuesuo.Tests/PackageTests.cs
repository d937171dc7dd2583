using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Reflection;
using System.Runtime.Versioning;
using Xunit;

namespace Qiyuesuo.Tests
{
    /// <summary>The packages themselves: what is tested is what is in them, and the pages say what that is.</summary>
    public sealed class PackageTests
    {
        private static readonly bool isStandard = Where.IsMono || Where.Variant.Length > 0;

        private static string PackageFile(string name)
            => Directory.GetFiles(Path.Combine(Where.Source, "target", "csharp", "packages"), name + ".*.nupkg")
                .Single(file => char.IsDigit(Path.GetFileName(file)[name.Length + 1]));

        [Fact]
        public void What_runs_is_the_very_file_of_the_package()
        {
            Assembly loaded = typeof(QiyuesuoClient).Assembly;
            string framework = loaded.GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName;
            Assert.Contains(isStandard ? ".NETStandard,Version=v2.0" : ".NETCoreApp,Version=v", framework);
            using (ZipArchive package = ZipFile(PackageFile("Qiyuesuo")))
            {
                string folder = isStandard ? "lib/netstandard2.0/" : "lib/net" + Target(framework);
                using (Stream entry = package.Entries.Single(one => one.FullName == folder.TrimEnd('/') + "/Qiyuesuo.dll").Open())
                using (var bytes = new MemoryStream())
                {
                    entry.CopyTo(bytes);
                    Assert.True(bytes.ToArray().SequenceEqual(File.ReadAllBytes(loaded.Location)), loaded.Location);
                }
            }
        }

        [Fact]
        public void The_packages_have_the_targets_that_the_pages_name()
        {
            using (ZipArchive package = ZipFile(PackageFile("Qiyuesuo")))
            using (ZipArchive extensions = ZipFile(PackageFile("Qiyuesuo.Extensions")))
            {
                string[] targets = Targets(package);
                Assert.Equal(2, targets.Length);
                Assert.Equal("netstandard2.0", targets[1]);
                Assert.Contains(targets[0], "netcoreapp3.1 net8.0");
                Assert.Equal(new[] { targets[0] }, Targets(extensions));
                foreach (string page in new[] { "README.md", "README.zh.md" })
                {
                    string text = File.ReadAllText(Path.Combine(Where.Source, "bindings-csharp", page));
                    foreach (string target in new[] { "`netstandard2.0`", "`netcoreapp3.1`", "`net8.0`" })
                    {
                        Assert.True(text.Contains(target), $"{page} does not name {target}");
                    }
                }
            }
        }

        [Fact]
        public void Symbols_have_a_package_of_their_own_and_each_package_its_page()
        {
            foreach (string name in new[] { "Qiyuesuo", "Qiyuesuo.Extensions" })
            {
                string file = PackageFile(name);
                using (ZipArchive package = ZipFile(file))
                using (ZipArchive symbols = ZipFile(Path.ChangeExtension(file, ".snupkg")))
                {
                    string[] names = package.Entries.Select(entry => entry.FullName).ToArray();
                    Assert.Equal(1, names.Count(one => one == "README.md"));
                    Assert.Empty(names.Where(one => one.EndsWith(".pdb")));
                    Assert.Equal(
                        names.Where(one => one.EndsWith(".dll")).Select(one => Path.ChangeExtension(one, ".pdb")).OrderBy(one => one),
                        symbols.Entries.Select(entry => entry.FullName).Where(one => one.EndsWith(".pdb")).OrderBy(one => one));
                }
            }
        }

        private static string Target(string framework)
        {
            string version = framework.Substring(framework.IndexOf("=v", StringComparison.Ordinal) + 2);
            return version.StartsWith("3.") ? "coreapp" + version : version;
        }

        private static string[] Targets(ZipArchive package)
            => package.Entries.Select(entry => entry.FullName.Split('/')).Where(path => path[0] == "lib").Select(path => path[1])
                .Distinct().OrderBy(name => name, StringComparer.Ordinal).ToArray();

        private static ZipArchive ZipFile(string path) => new ZipArchive(File.OpenRead(path));
    }
}
