#if !NET7_0_OR_GREATER
// What newer runtimes have for their trimmer. Elsewhere nobody reads them.
namespace System.Diagnostics.CodeAnalysis
{
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Constructor | AttributeTargets.Method)]
    internal sealed class RequiresUnreferencedCodeAttribute : Attribute
    {
        internal RequiresUnreferencedCodeAttribute(string message)
        {
            Message = message;
        }

        public string Message { get; }
    }

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Constructor | AttributeTargets.Method)]
    internal sealed class RequiresDynamicCodeAttribute : Attribute
    {
        internal RequiresDynamicCodeAttribute(string message)
        {
            Message = message;
        }

        public string Message { get; }
    }
}
#endif
