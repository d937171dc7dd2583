#if !XUNIT
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

// The part of xunit that the tests use, for where it is not to be had.
namespace Xunit
{
    [AttributeUsage(AttributeTargets.Method)]
    internal sealed class FactAttribute : Attribute
    {
    }

    internal sealed class AssertException : Exception
    {
        internal AssertException(string message)
            : base(message)
        {
        }
    }

    internal static class Assert
    {
        internal static void True(bool condition, string? message = null)
        {
            if (!condition)
            {
                throw new AssertException(message ?? "expected true");
            }
        }

        internal static void False(bool condition, string? message = null) => True(!condition, message ?? "expected false");

        internal static void Equal<T>(T expected, T actual)
            => True(Same(expected, actual), $"expected: {Shown(expected)}\n  actual: {Shown(actual)}");

        internal static void NotEqual<T>(T expected, T actual) => True(!Same(expected, actual), $"not expected: {Shown(actual)}");

        internal static void Null(object? value) => True(value == null, $"expected null, not {Shown(value)}");

        internal static void NotNull(object? value) => True(value != null, "expected something");

        internal static void Empty(IEnumerable values) => True(!values.Cast<object?>().Any(), $"expected none of {Shown(values)}");

        internal static void Contains(string part, string? text)
            => True(text != null && text.Contains(part), $"expected: {part}\n      in: {text}");

        internal static void DoesNotContain(string part, string? text)
            => True(text == null || !text.Contains(part), $"not expected: {part}\n          in: {text}");

        internal static T IsType<T>(object? value)
        {
            True(value != null && value.GetType() == typeof(T), $"expected {typeof(T)}, not {value?.GetType()}");
            return (T)value!;
        }

        internal static T IsAssignableFrom<T>(object? value)
        {
            True(value is T, $"expected {typeof(T)}, not {value?.GetType()}");
            return (T)value!;
        }

        internal static T Throws<T>(Action act)
            where T : Exception
        {
            try
            {
                act();
            }
            catch (Exception error)
            {
                return error.GetType() == typeof(T) ? (T)error : throw new AssertException($"expected {typeof(T)}, not {error}");
            }
            throw new AssertException($"expected {typeof(T)}, but nothing was thrown");
        }

        internal static async Task<T> ThrowsAsync<T>(Func<Task> act)
            where T : Exception
            => await Thrown<T>(act, error => error.GetType() == typeof(T));

        internal static async Task<T> ThrowsAnyAsync<T>(Func<Task> act)
            where T : Exception
            => await Thrown<T>(act, error => error is T);

        private static async Task<T> Thrown<T>(Func<Task> act, Func<Exception, bool> fits)
            where T : Exception
        {
            try
            {
                await act().ConfigureAwait(false);
            }
            catch (Exception error)
            {
                return fits(error) ? (T)error : throw new AssertException($"expected {typeof(T)}, not {error}");
            }
            throw new AssertException($"expected {typeof(T)}, but nothing was thrown");
        }

        private static bool Same(object? expected, object? actual)
        {
            if (expected is IEnumerable some && actual is IEnumerable others && !(expected is string))
            {
                List<object?> all = some.Cast<object?>().ToList();
                List<object?> rest = others.Cast<object?>().ToList();
                return all.Count == rest.Count && all.Zip(rest, Same).All(same => same);
            }
            return Equals(expected, actual);
        }

        private static string Shown(object? value)
        {
            switch (value)
            {
                case null:
                    return "null";
                case string text:
                    return $"\"{text}\"";
                case IEnumerable items:
                    return "[" + string.Join(", ", items.Cast<object?>().Select(Shown)) + "]";
                default:
                    return $"{value} ({value.GetType().Name})";
            }
        }
    }
}
#endif
