using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Qiyuesuo.Tests
{
    /// <summary>Programs that tests start, because they end, or fail to load.</summary>
    internal static class Children
    {
        internal static int Run(string name, string[] arguments)
        {
            switch (name)
            {
                default:
                    throw new ArgumentException($"no child {name}");
            }
        }
    }
}
