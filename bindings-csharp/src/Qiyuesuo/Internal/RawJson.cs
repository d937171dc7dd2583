namespace Qiyuesuo
{
    /// <summary>A JSON text that stands in a request as a value.</summary>
    internal sealed partial class RawJson
    {
        private readonly string text;

        internal RawJson(string text)
        {
            this.text = text;
        }
    }
}
