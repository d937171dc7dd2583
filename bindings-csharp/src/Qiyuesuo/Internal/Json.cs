using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;

namespace Qiyuesuo
{
    /// <summary>
    /// JSON as dictionaries, lists, strings, booleans, <see cref="long"/> (<see cref="BigInteger"/> beyond it),
    /// <see cref="double"/> and null. No integer passes through a double.
    /// </summary>
    /// <remarks>
    /// The runtimes carry the work: System.Text.Json where it is part of them, elsewhere the JSON reader and writer of
    /// System.Runtime.Serialization, so that the package depends on no other.
    /// </remarks>
    internal static partial class Json
    {
        // serde_json, which reads requests and writes results, stops at 128.
        private const int DeepestNesting = 200;

        private static readonly Dictionary<string, object?> empty = new Dictionary<string, object?>();

        /// <summary>The members of an object, or none.</summary>
        internal static IReadOnlyDictionary<string, object?> Members(object? value)
            => value as IReadOnlyDictionary<string, object?> ?? empty;

        private static object Number(string text)
        {
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long small))
            {
                return small;
            }
            return text.IndexOfAny(new[] { '.', 'e', 'E' }) < 0
                ? (object)BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
                : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        /// <summary>A number as JSON writes it, or null for what is none.</summary>
        private static string? NumberText(object value)
        {
            switch (value)
            {
                case double number:
                    return double.IsNaN(number) || double.IsInfinity(number) ? throw NotJson(value)
                        : number.ToString("R", CultureInfo.InvariantCulture);
                case float number:
                    return float.IsNaN(number) || float.IsInfinity(number) ? throw NotJson(value)
                        : number.ToString("R", CultureInfo.InvariantCulture);
                case decimal number:
                    return number.ToString(CultureInfo.InvariantCulture);
                case int _:
                case long _:
                case uint _:
                case ulong _:
                case short _:
                case ushort _:
                case byte _:
                case sbyte _:
                case BigInteger _:
                    return ((System.IFormattable)value).ToString(null, CultureInfo.InvariantCulture);
                default:
                    return null;
            }
        }

        /// <summary>The members of what is written as an object, or null.</summary>
        private static IEnumerable<KeyValuePair<string, object?>>? ObjectOf(object value)
        {
            switch (value)
            {
                case Members members:
                    return members.Written();
                case IEnumerable<KeyValuePair<string, object?>> pairs:
                    return pairs;
                case IDictionary dictionary:
                    return Pairs(dictionary);
                default:
                    return null;
            }
        }

        private static IEnumerable<KeyValuePair<string, object?>> Pairs(IDictionary dictionary)
        {
            foreach (object? item in dictionary)
            {
                var entry = (DictionaryEntry)item!;
                yield return new KeyValuePair<string, object?>(
                    entry.Key as string ?? throw NotJson(dictionary), entry.Value);
            }
        }

        private static ValidationException NotJson(object value)
            => new ValidationException(
                $"a {value.GetType().Name} cannot be written as JSON: use strings, numbers, booleans, dictionaries with keys that "
                + "are strings, lists and null");
    }
}
