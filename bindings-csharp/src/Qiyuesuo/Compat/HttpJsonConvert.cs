using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Text;

namespace Qiyuesuo.Compat
{
    /// <summary>Reads the answers of <see cref="SDKClient.Service"/>.</summary>
    [RequiresUnreferencedCode(Reflection)]
    [RequiresDynamicCode(Reflection)]
    public static class HttpJsonConvert
    {
        private const string Reflection = "It sets the properties of the given class by their names. A trimmed program keeps the typed calls.";

        /// <summary>
        /// Reads an answer. <typeparamref name="T"/> is a class whose properties have the platform's names (capitals do not
        /// count), a list, a dictionary, a text or a number.
        /// </summary>
        /// <exception cref="FormatException">The text is no answer of the platform, or does not fit.</exception>
        public static SdkResponse<T> DeserializeResponse<T>(string response)
        {
            IReadOnlyDictionary<string, object?> envelope = Json.Members(Parse(response ?? throw new ArgumentNullException(nameof(response))));
            if (!envelope.TryGetValue("code", out object? code))
            {
                throw new FormatException("the answer has no `code`");
            }
            envelope.TryGetValue("message", out object? message);
            envelope.TryGetValue("result", out object? result);
            return new SdkResponse<T>
            {
                Code = (int)To(code, typeof(int), "code")!,
                Message = message as string,
                Result = result == null ? default! : (T)To(result, typeof(T), "result")!,
            };
        }

        private static object? Parse(string text)
        {
            try
            {
                return Json.Parse(Encoding.UTF8.GetBytes(text.TrimStart('\uFEFF')));
            }
            catch (Exception error)
            {
                // The exception's own words can quote the text.
                throw new FormatException($"the answer is no JSON ({error.GetType().Name})");
            }
        }

        private static object? To(object? value, Type type, string path)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (value == null || type.IsInstanceOfType(value))
            {
                return value;
            }
            if (type == typeof(string) && !(value is IEnumerable))
            {
                // Ids come as numbers too.
                return value is bool truth ? (truth ? "true" : "false") : Convert.ToString(value, CultureInfo.InvariantCulture);
            }
            if (type.IsPrimitive || type == typeof(decimal))
            {
                return Number(value, type, path);
            }
            if (value is IReadOnlyList<object?> items)
            {
                return List(items, type, path);
            }
            if (value is IReadOnlyDictionary<string, object?> members && !type.IsAbstract && type != typeof(string))
            {
                return Instance(members, type, path);
            }
            throw Unfit(path, type);
        }

        private static object Number(object value, Type type, string path)
        {
            try
            {
                return value is BigInteger big
                    ? Convert.ChangeType(big.ToString(CultureInfo.InvariantCulture), type, CultureInfo.InvariantCulture)
                    : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
            }
            catch (Exception error) when (error is FormatException || error is OverflowException || error is InvalidCastException)
            {
                throw Unfit(path, type);
            }
        }

        private static object List(IReadOnlyList<object?> items, Type type, string path)
        {
            Type item = type.IsArray ? type.GetElementType()! : type.IsGenericType ? type.GetGenericArguments()[0] : typeof(object);
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
            for (int index = 0; index < items.Count; index++)
            {
                list.Add(To(items[index], item, $"{path}[{index}]"));
            }
            object made = type.IsArray ? list.GetType().GetMethod("ToArray")!.Invoke(list, null)! : list;
            return type.IsInstanceOfType(made) ? made : throw Unfit(path, type);
        }

        private static object Instance(IReadOnlyDictionary<string, object?> members, Type type, string path)
        {
            object instance = Activator.CreateInstance(type) ?? throw Unfit(path, type);
            if (instance is IDictionary dictionary)
            {
                Type value = type.IsGenericType ? type.GetGenericArguments().Last() : typeof(object);
                foreach (KeyValuePair<string, object?> member in members)
                {
                    dictionary[member.Key] = To(member.Value, value, $"{path}.{member.Key}");
                }
                return instance;
            }
            foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite))
            {
                object? value = members.FirstOrDefault(
                    member => string.Equals(member.Key, property.Name, StringComparison.OrdinalIgnoreCase)).Value;
                if (value != null)
                {
                    property.SetValue(instance, To(value, property.PropertyType, $"{path}.{property.Name}"));
                }
            }
            return instance;
        }

        private static FormatException Unfit(string path, Type type) => new FormatException($"`{path}` does not fit into {type.Name}");
    }
}
