using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;

namespace Qiyuesuo
{
    /// <summary>
    /// What has members under the platform's names: requests, the objects in them, results, options. Their text
    /// (<see cref="ToString"/>) tells which members are set and hides their values, since those are secrets or personal
    /// data.
    /// </summary>
    public abstract class Members
    {
        [DebuggerBrowsable(DebuggerBrowsableState.Never)]
        private readonly Dictionary<string, object?> values;

        // What was made of values that arrived as JSON, so that each is made once. Apart from the values: those stay as they
        // came, and a result may be read by several threads.
        [DebuggerBrowsable(DebuggerBrowsableState.Never)]
        private Dictionary<string, object>? made;

        private protected Members()
        {
            values = new Dictionary<string, object?>();
        }

        private protected Members(IReadOnlyDictionary<string, object?> members)
        {
            values = new Dictionary<string, object?>(members.Count);
            foreach (KeyValuePair<string, object?> member in members)
            {
                values[member.Key] = member.Value;
            }
        }

        /// <summary>The members that are set, under the platform's names, as JSON would have them.</summary>
        public IReadOnlyDictionary<string, object?> ToDictionary()
            => Written().ToDictionary(member => member.Key, member => Plain(member.Value));

        /// <summary>The type and the names of the members; values are hidden.</summary>
        public override string ToString()
        {
            var text = new StringBuilder(GetType().Name).Append(" { ");
            text.Append(string.Join(", ", Written().Select(member => $"{member.Key} = {Masked(member.Value)}")));
            return text.Append(" }").ToString();
        }

        /// <summary>What the native library found no member for.</summary>
        private protected IReadOnlyDictionary<string, object?> Others => AsMembers(Get("extra"));

        /// <summary>The members with those beside them, where the platform had them.</summary>
        private protected IEnumerable<KeyValuePair<string, object?>> Rejoined()
            => values
                .Where(member => member.Key != "extra")
                .Select(member => new KeyValuePair<string, object?>(member.Key, Typed(member.Key, member.Value)))
                .Concat(Others);

        /// <summary>A member as an object of its own type, which knows what stands beside its own members, or as it is.</summary>
        private protected virtual object? Typed(string name, object? value) => value;

        /// <summary>The members as they are written.</summary>
        internal virtual IEnumerable<KeyValuePair<string, object?>> Written() => values;

        /// <summary>The text that is written in place of the members, if there is one.</summary>
        internal virtual string? Scalar => null;

        private protected object? Get(string name) => values.TryGetValue(name, out object? value) ? value : null;

        /// <summary>A member as an object of its own type: what was set, or what is made of JSON at the first reading.</summary>
        private protected T? Once<T>(string name, Func<object?, T?> make)
            where T : class
        {
            object? value = Get(name);
            if (value == null || value is T)
            {
                return (T?)value;
            }
            lock (values)
            {
                made = made ?? new Dictionary<string, object>();
                if (!made.TryGetValue(name, out object? one))
                {
                    if (!(make(value) is { } first))
                    {
                        return null;
                    }
                    one = made[name] = first;
                }
                return (T)one;
            }
        }

        private protected void Set(string name, object? value)
        {
            lock (values)
            {
                made?.Remove(name);
            }
            if (value == null)
            {
                // What is absent is left out, never sent as null.
                values.Remove(name);
            }
            else
            {
                values[name] = value;
            }
        }

        private protected static string? AsText(object? value)
            => value is long || value is BigInteger ? ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture) : value as string;

        private protected static bool? AsBoolean(object? value) => value as bool?;

        private protected static long? AsInteger(object? value) => value as long?;

        private protected static double? AsNumber(object? value) => value is long whole ? whole : value as double?;

        private protected static TimeSpan? AsTime(object? value) => value is double seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;

        private protected static double? AsSeconds(TimeSpan? value) => value?.TotalSeconds;

        private protected static object? AsAny(object? value) => value;

        private protected static IReadOnlyDictionary<string, object?> AsMembers(object? value) => Json.Members(value);

        private protected static T? AsObject<T>(object? value, Func<IReadOnlyDictionary<string, object?>, T> make)
            where T : Members
            => value == null ? null : value as T ?? make(AsMembers(value));

        private protected static IReadOnlyList<T>? AsList<T>(object? value, Func<object?, T> read)
            where T : class
            => value as IReadOnlyList<T> ?? (value as IReadOnlyList<object?>)?.Select(item => item as T ?? read(item)).ToList();

        private static object? Plain(object? value)
        {
            switch (value)
            {
                case Members members:
                    return members.Scalar ?? (object)members.ToDictionary();
                case string text:
                    return text;
                case IReadOnlyDictionary<string, object?> dictionary:
                    return dictionary.ToDictionary(member => member.Key, member => Plain(member.Value));
                case IEnumerable items:
                    return items.Cast<object?>().Select(Plain).ToList();
                default:
                    return value;
            }
        }

        /// <summary>The shape of a value without the value.</summary>
        internal static string Masked(object? value)
        {
            switch (value)
            {
                case null:
                    return "null";
                case bool truth:
                    return truth ? "true" : "false";
                case Members members:
                    return members.ToString();
                case IReadOnlyDictionary<string, object?> dictionary:
                    return "{ " + string.Join(", ", dictionary.Select(member => $"{member.Key} = {Masked(member.Value)}")) + " }";
                case IEnumerable<object?> items:
                    return "[" + string.Join(", ", items.Select(Masked)) + "]";
                default:
                    return "***";
            }
        }
    }
}
