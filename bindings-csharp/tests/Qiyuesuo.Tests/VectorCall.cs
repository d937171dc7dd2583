using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using JsonObject = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace Qiyuesuo.Tests
{
    /// <summary>
    /// A call of a vector: by the method of its family where its members are those of the request's class and fit, otherwise
    /// as data.
    /// </summary>
    internal sealed class VectorCall
    {
        private readonly string operation;
        private readonly object? request;
        private readonly List<KeyValuePair<string, FilePart>> files;

        internal VectorCall(string operation, object? request, IReadOnlyList<object?> parts)
        {
            this.operation = operation;
            this.request = request;
            files = parts.Select(part => Json.Members(part))
                .Select(part => new KeyValuePair<string, FilePart>((string)part["name"]!, File(part))).ToList();
        }

        /// <summary>How many calls went by a method, and how many as data.</summary>
        internal static int Typed;
        internal static int AsData;

        internal static string Pascal(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));

        internal Task<object?> MakeAsync(QiyuesuoClient client, bool asynchronous)
        {
            if (operation == "request")
            {
                return RawAsync(client, asynchronous);
            }
            string[] name = operation.Split('.');
            object? service = typeof(QiyuesuoClient).GetProperty(Pascal(name[0]))?.GetValue(client);
            MethodInfo? method = service?.GetType().GetMethod(Pascal(name[1]) + (asynchronous ? "Async" : ""));
            if (method != null && TryMake(method.GetParameters()[0].ParameterType, request, files, out object? made))
            {
                Interlocked.Increment(ref Typed);
                return InvokeAsync(method, service!, made);
            }
            Interlocked.Increment(ref AsData);
            return DataAsync(client, asynchronous);
        }

        private async Task<object?> RawAsync(QiyuesuoClient client, bool asynchronous)
        {
            JsonObject members = (JsonObject)request!;
            var raw = new RawRequest((string)members["method"]!, (string)members["path"]!)
            {
                Repeatable = members.TryGetValue("repeatable", out object? repeatable) && repeatable is true,
                Files = files.Count > 0 ? files : null,
                Json = members.TryGetValue("json", out object? json) ? json : null,
            };
            if (members.TryGetValue("query", out object? query))
            {
                raw.Query = ((IEnumerable<object?>)query!).Cast<IReadOnlyList<object?>>()
                    .Select(pair => new KeyValuePair<string, object?>((string)pair[0]!, pair[1])).ToList();
            }
            if (members.TryGetValue("answer", out object? answer) && answer as string == "bytes")
            {
                return asynchronous ? await client.DownloadAsync(raw).ConfigureAwait(false) : client.Download(raw);
            }
            return asynchronous ? await client.RequestAsync(raw).ConfigureAwait(false) : client.Request(raw);
        }

        private async Task<object?> DataAsync(ICaller client, bool asynchronous)
        {
            Native.Call call = new Operation(operation).With(request!, Part.Of(files), null);
            object Read(Reply reply) => reply.Read() is JsonObject ? new Anything(reply) : (object)new Whatever(reply);
            return asynchronous ? await client.CallAsync(call, Read, default).ConfigureAwait(false) : client.Call(call, Read, default);
        }

        private static async Task<object?> InvokeAsync(MethodInfo method, object service, object? request)
        {
            object? answer;
            try
            {
                answer = method.Invoke(service, new[] { request, null, CancellationToken.None });
            }
            catch (TargetInvocationException wrapped) when (wrapped.InnerException is QiyuesuoException)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(wrapped.InnerException).Throw();
                throw;
            }
            if (answer is Task task)
            {
                await task.ConfigureAwait(false);
                answer = task.GetType().GetProperty("Result")!.GetValue(task);
            }
            return answer;
        }

        /// <summary>Makes an object of that class from its members, with its constructor and properties.</summary>
        private static bool TryMake(Type type, object? value, IReadOnlyList<KeyValuePair<string, FilePart>> files, out object? made)
        {
            made = null;
            if (!(value is JsonObject members))
            {
                return false;
            }
            ConstructorInfo constructor = type.GetConstructors().Single();
            var arguments = new List<object?>();
            var given = new HashSet<string>(StringComparer.Ordinal);
            var several = new HashSet<string>(StringComparer.Ordinal);
            foreach (ParameterInfo parameter in constructor.GetParameters())
            {
                string wire = parameter.Name!;
                given.Add(wire);
                if (parameter.ParameterType == typeof(FilePart))
                {
                    // The vectors know what happens without the file.
                    arguments.Add(files.FirstOrDefault(file => file.Key == wire).Value);
                }
                else if (parameter.ParameterType == typeof(IReadOnlyList<FilePart>))
                {
                    several.Add(wire);
                    arguments.Add(files.Where(file => file.Key == wire).Select(file => file.Value).ToList());
                }
                else if (!members.TryGetValue(wire, out object? member))
                {
                    arguments.Add(null);
                }
                else if (TryFit(parameter.ParameterType, member, out object? argument))
                {
                    arguments.Add(argument);
                }
                else
                {
                    return false;
                }
            }
            made = constructor.Invoke(arguments.ToArray());
            foreach (KeyValuePair<string, FilePart> file in files.Where(file => !given.Contains(file.Key)))
            {
                if (!(type.GetProperty(Pascal(file.Key)) is { } property) || property.PropertyType != typeof(FilePart))
                {
                    return false;
                }
                property.SetValue(made, file.Value);
            }
            if (files.Where(file => !several.Contains(file.Key)).GroupBy(file => file.Key).Any(same => same.Count() > 1))
            {
                return false;
            }
            foreach (KeyValuePair<string, object?> member in members.Where(member => !given.Contains(member.Key)))
            {
                if (member.Key == "extra" && made is Request request && member.Value is JsonObject extra)
                {
                    foreach (KeyValuePair<string, object?> one in extra)
                    {
                        request.Extra[one.Key] = one.Value;
                    }
                    continue;
                }
                // A name in another case is no name of the platform's: as a property it would be read as one.
                PropertyInfo? property = char.IsLower(member.Key[0]) && !member.Key.Contains("_") ? type.GetProperty(Pascal(member.Key)) : null;
                if (property == null || property.PropertyType == typeof(FilePart) || !TryFit(property.PropertyType, member.Value, out object? fitting))
                {
                    return false;
                }
                property.SetValue(made, fitting);
            }
            return true;
        }

        private static bool TryFit(Type type, object? value, out object? fitting)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            fitting = value;
            if (value == null)
            {
                return false;
            }
            if (type.IsInstanceOfType(value) && (type != typeof(object)))
            {
                return true;
            }
            if (type == typeof(IReadOnlyList<string>) && value is IEnumerable<object?> items && !(value is string))
            {
                fitting = items.OfType<string>().ToList();
                return items.All(item => item is string);
            }
            return typeof(Qiyuesuo.Members).IsAssignableFrom(type)
                && TryMake(type, value, new KeyValuePair<string, FilePart>[0], out fitting);
        }

        private static FilePart File(JsonObject part)
        {
            byte[] data = part.TryGetValue("text", out object? text) ? Encoding.UTF8.GetBytes((string)text!)
                : part.TryGetValue("base64", out object? base64) ? Convert.FromBase64String((string)base64!)
                : new byte[part.TryGetValue("size", out object? size) ? (int)(long)size! : 0];
            return new FilePart(
                data, part.TryGetValue("filename", out object? filename) ? (string?)filename : null,
                part.TryGetValue("content_type", out object? type) ? (string?)type : null);
        }

        /// <summary>A result of which nothing is declared.</summary>
        private sealed class Whatever : OpenResult
        {
            internal Whatever(Reply reply)
                : base(reply)
            {
            }
        }

        private sealed class Anything : Result
        {
            internal Anything(Reply reply)
                : base(reply)
            {
            }
        }
    }
}
