using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Numerics;
using System.Reflection;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Qiyuesuo.Native;
using JsonObject = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace Qiyuesuo.Tests
{
    /// <summary>Plays the conformance vectors (<c>tests/vectors/</c>) through the public surface of the package.</summary>
    internal sealed class Vectors : IDisposable
    {
        private const long ExactInADouble = 1L << 53;

        private static readonly HttpClient http = new HttpClient(new HttpClientHandler { UseProxy = false });
        private static readonly Dictionary<string, object?> agent = new Dictionary<string, object?>
        {
            ["token"] = "agentTok01", ["secret"] = "agentSecret0123456789agentSecr",
        };

        private readonly Process? process;
        private readonly string url;

        internal Vectors()
        {
            url = Environment.GetEnvironmentVariable("QYS_VECTOR_SERVER") ?? "";
            if (url.Length == 0)
            {
                process = Process.Start(new ProcessStartInfo("cargo", "run --quiet --package qiyuesuo-conformance -- serve")
                {
                    WorkingDirectory = Where.Source, UseShellExecute = false, RedirectStandardOutput = true,
                })!;
                url = process.StandardOutput.ReadLine()!.Trim();
            }
        }

        public void Dispose()
        {
            process?.Kill();
            process?.Dispose();
        }

        /// <summary>The file of a group, and with it those of its families: the folder of the same name.</summary>
        internal static JsonObject Load(string group)
        {
            string folder = Path.Combine(Where.Source, "tests", "vectors");
            var files = new List<string> { Path.Combine(folder, group + ".json") };
            if (Directory.Exists(Path.Combine(folder, group)))
            {
                files.AddRange(Directory.GetFiles(Path.Combine(folder, group), "*.json").OrderBy(name => name, StringComparer.Ordinal));
            }
            JsonObject[] parts = files.Select(file => Json.Members(Json.Parse(File.ReadAllBytes(file)))).ToArray();
            JsonObject Joined(string key)
                => parts.Where(part => part.ContainsKey(key)).SelectMany(part => Json.Members(part[key]))
                    .ToDictionary(pair => pair.Key, pair => pair.Value);
            return new Dictionary<string, object?>
            {
                ["vectors"] = parts.SelectMany(part => (IEnumerable<object?>)part["vectors"]!).ToList(),
                ["smallest_requests"] = Joined("smallest_requests"),
                ["smallest_parts"] = Joined("smallest_parts"),
            };
        }

        /// <summary>
        /// Plays a vector through every way of calling that it concerns; answers what is wrong. The first failure ends it,
        /// because the last check is the one that counts.
        /// </summary>
        internal async Task<string?> PlayAsync(string group, JsonObject file, JsonObject vector)
        {
            Func<Task<Dictionary<string, object?>>>[] ways;
            switch (group)
            {
                case "signatures":
                    ways = new Func<Task<Dictionary<string, object?>>>[] { () => GuardedAsync(() => Task.FromResult(Signature(vector))) };
                    break;
                case "callbacks":
                    ways = new Func<Task<Dictionary<string, object?>>>[] { () => GuardedAsync(() => Task.FromResult(Event(vector))) };
                    break;
                default:
                    ways = new Func<Task<Dictionary<string, object?>>>[]
                    {
                        () => ExchangeAsync(group, file, vector, false), () => ExchangeAsync(group, file, vector, true),
                    };
                    break;
            }
            for (int way = 0; way < ways.Length; way++)
            {
                Dictionary<string, object?> outcome = await ways[way]().ConfigureAwait(false);
                JsonObject verdict = await PostAsync("check", group, vector, outcome).ConfigureAwait(false);
                if ((string)verdict["status"]! != "PASS")
                {
                    string shown = Encoding.UTF8.GetString(Json.Serialize(outcome));
                    return $"{vector["name"]} ({(way == 0 ? "synchronous" : "asynchronous")}): {verdict["reason"]}\n    outcome: {shown}";
                }
            }
            return null;
        }

        private static Dictionary<string, object?> Signature(JsonObject vector)
        {
            var options = new SignOptions();
            foreach (KeyValuePair<string, object?> member in vector)
            {
                switch (member.Key)
                {
                    case "token": options.Token = (string?)member.Value; break;
                    case "secret": options.Secret = (string?)member.Value; break;
                    case "agent": options.Agent = AgentOf(Json.Members(member.Value)); break;
                    case "timestamp": options.Timestamp = (long?)member.Value; break;
                    case "nonce": options.Nonce = (string?)member.Value; break;
                    case "rule": options.Rule = RuleOf(member.Value); break;
                    case "header_prefix": options.HeaderPrefix = (string?)member.Value; break;
                    case "language": options.Language = (string?)member.Value; break;
                }
            }
            return new Dictionary<string, object?> { ["headers"] = Signer.Sign(options) };
        }

        private static Dictionary<string, object?> Event(JsonObject vector)
        {
            JsonObject given = Of(vector, "options") is { } o ? Json.Members(o) : new Dictionary<string, object?>();
            var options = new CallbackOptions
            {
                Keys = ((IEnumerable<object?>)vector["keys"]!).Cast<string>().ToList(),
                AllowUnsigned = Of(given, "allow_unsigned") is true,
                MaxAge = Of(given, "max_age") is { } age ? TimeSpan.FromSeconds(Convert.ToDouble(age)) : (TimeSpan?)null,
                Now = Of(given, "now") is long now ? DateTimeOffset.FromUnixTimeMilliseconds(now) : (DateTimeOffset?)null,
                CbcIv = Of(given, "cbc_iv") as string,
            };
            CallbackEvent read = Of(vector, "form") is IReadOnlyDictionary<string, object?> values
                ? Callback.Parse(values, options)
                : Of(vector, "form") is IEnumerable<object?> form
                ? Callback.Parse(form.Cast<IReadOnlyList<object?>>().Select(pair => new KeyValuePair<string, string>((string)pair[0]!, (string)pair[1]!)), options)
                : Callback.ParseRequest(Of(vector, "query") as string, Of(vector, "body") as string, options);
            return new Dictionary<string, object?>
            {
                ["event"] = new Dictionary<string, object?>
                {
                    ["type"] = read.Type,
                    ["authenticity"] = read.Authenticity,
                    ["fields"] = Exact(read.Fields),
                    ["own_parameters"] = read.OwnParameters.ToDictionary(pair => pair.Key, pair => (object?)pair.Value),
                    ["reply"] = new Dictionary<string, object?>
                    {
                        ["status"] = read.Reply.Status, ["content_type"] = read.Reply.ContentType, ["body"] = read.Reply.Body,
                    },
                },
            };
        }

        private async Task<Dictionary<string, object?>> ExchangeAsync(string group, JsonObject file, JsonObject vector, bool asynchronous)
        {
            JsonObject begun = await PostAsync("begin", group, vector, null).ConfigureAwait(false);
            string operation = (string)vector["operation"]!;
            var config = new Dictionary<string, object?>
            {
                ["app_token"] = "AbC123dEf4", ["app_secret"] = "Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0", ["base_url"] = begun["base_url"],
            };
            foreach (KeyValuePair<string, object?> option in Json.Members(Of(vector, "config")))
            {
                config[option.Key] = option.Value;
            }
            void Default(bool wanted, string name, object? value)
            {
                if (wanted && !config.ContainsKey(name))
                {
                    config[name] = value;
                }
            }
            Default(operation.StartsWith("saas."), "agent", agent);
            Default(group != "faults", "max_retries", 0L);
            Default(Of(begun, "ca_pem") is string, "ca_pem", Of(begun, "ca_pem"));
            object? request = vector.ContainsKey("request") ? vector["request"] : Json.Members(file["smallest_requests"])[operation];
            object? parts = Of(vector, "parts");
            if (group == "responses" && parts == null)
            {
                parts = Of(Json.Members(Of(file, "smallest_parts")), operation);
            }
            var call = new VectorCall(operation, request, parts as IReadOnlyList<object?> ?? new List<object?>());
            int calls = Of(vector, "calls") is long count ? (int)count : 1;
            int pause = Of(vector, "pause_ms") is long milliseconds ? (int)milliseconds : 0;
            return await GuardedAsync(async () =>
            {
                using (var client = new QiyuesuoClient(OptionsOf(config)))
                {
                    for (int number = 1; number < calls; number++)
                    {
                        try
                        {
                            await call.MakeAsync(client, asynchronous).ConfigureAwait(false);
                        }
                        catch (QiyuesuoException)
                        {
                            // Only the last one counts.
                        }
                        await Task.Delay(pause).ConfigureAwait(false);
                    }
                    var clock = Stopwatch.StartNew();
                    return await GuardedAsync(async () => Success(await call.MakeAsync(client, asynchronous).ConfigureAwait(false), clock)).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
        }

        /// <summary>The options of a vector as properties, so that these are tested too.</summary>
        private static ClientOptions OptionsOf(Dictionary<string, object?> config)
        {
            var options = new ClientOptions();
            foreach (KeyValuePair<string, object?> option in config)
            {
                PropertyInfo property = typeof(ClientOptions).GetProperty(VectorCall.Pascal(option.Key))
                    ?? throw new InvalidOperationException($"no property for {option.Key}");
                object? value = option.Value;
                Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
                if (type == typeof(TimeSpan))
                {
                    value = TimeSpan.FromSeconds(Convert.ToDouble(value));
                }
                else if (type == typeof(Agent))
                {
                    value = AgentOf(Json.Members(value));
                }
                else if (type == typeof(SignatureRule))
                {
                    value = RuleOf(value);
                }
                property.SetValue(options, value);
            }
            return options;
        }

        private static Agent AgentOf(JsonObject members) => new Agent { Token = Of(members, "token") as string, Secret = Of(members, "secret") as string };

        private static SignatureRule RuleOf(object? value)
        {
            if (value is string preset)
            {
                return preset;
            }
            JsonObject members = Json.Members(value);
            var rule = new SignatureRule
            {
                Digest = Of(members, "digest") as string,
                Key = Of(members, "key") as string,
                Encoding = Of(members, "encoding") as string,
                Parts = (Of(members, "parts") as IEnumerable<object?>)?.Cast<string>().ToList(),
            };
            if (Of(members, "headers") is { } headers)
            {
                rule.Headers = Json.Members(headers).ToDictionary(header => header.Key, header => (string)header.Value!);
            }
            return rule;
        }

        private static async Task<Dictionary<string, object?>> GuardedAsync(Func<Task<Dictionary<string, object?>>> run)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                return await run().ConfigureAwait(false);
            }
            catch (QiyuesuoException error)
            {
                return new Dictionary<string, object?> { ["error"] = Told(error), ["elapsed_ms"] = clock.ElapsedMilliseconds };
            }
        }

        private static Dictionary<string, object?> Told(QiyuesuoException error)
        {
            var told = new Dictionary<string, object?>
            {
                ["kind"] = error.Kind,
                ["message"] = error.Message,
                ["http_status"] = error.HttpStatus,
                ["code"] = error.Code,
                ["response_code"] = error.ResponseCode,
                ["field"] = error.Field,
                ["attempts"] = error.Attempts,
                ["retry_after"] = error.RetryAfter is { } wait ? (long)Math.Round(wait.TotalSeconds) : (long?)null,
                ["request_id"] = error.RequestId,
                ["operation"] = error.Operation,
                ["printed"] = $"{error} {error.Data.Count} {error.GetBody()}",
            };
            return told;
        }

        private static Dictionary<string, object?> Success(object? result, Stopwatch clock)
        {
            object? value = result;
            ResponseInfo response;
            switch (result)
            {
                case Download download:
                    value = new Dictionary<string, object?>
                    {
                        ["base64"] = Convert.ToBase64String(download.Content),
                        ["content_type"] = download.ContentType,
                        ["filename"] = download.Filename,
                    };
                    response = download.Response;
                    break;
                case RawReply reply:
                    value = reply.Data;
                    response = reply.Response;
                    break;
                case Result typed:
                    value = typed.ToDictionary();
                    response = typed.Response;
                    break;
                default:
                    var open = (OpenResult)result!;
                    value = open.Data;
                    response = open.Response;
                    break;
            }
            return new Dictionary<string, object?>
            {
                ["result"] = Exact(value),
                ["http_status"] = response.HttpStatus,
                ["attempts"] = response.Attempts,
                ["response"] = new Dictionary<string, object?>
                {
                    ["request_id"] = response.RequestId,
                    ["headers"] = response.Headers.ToDictionary(header => header.Key, header => (object?)header.Value),
                },
                ["elapsed_ms"] = clock.ElapsedMilliseconds,
            };
        }

        /// <summary>Integers beyond what a double holds as strings, as the vectors write them.</summary>
        private static object? Exact(object? value)
        {
            switch (value)
            {
                case string text:
                    return text;
                case JsonObject members:
                    return members.ToDictionary(member => member.Key, member => Exact(member.Value));
                case IEnumerable<object?> items:
                    return items.Select(Exact).ToList();
                case long number when Math.Abs(number) > ExactInADouble:
                    return number.ToString();
                case BigInteger number:
                    return number.ToString();
                default:
                    return value;
            }
        }

        private static object? Of(JsonObject members, string name) => members.TryGetValue(name, out object? value) ? value : null;

        private async Task<JsonObject> PostAsync(string command, string group, JsonObject vector, object? outcome)
        {
            var body = new Dictionary<string, object?> { ["group"] = group, ["name"] = vector["name"] };
            if (outcome != null)
            {
                body["language"] = Where.Language;
                body["outcome"] = outcome;
            }
            using (var content = new ByteArrayContent(Json.Serialize(body)))
            using (HttpResponseMessage answer = await http.PostAsync($"{url}/_control/{command}", content).ConfigureAwait(false))
            {
                return Json.Members(Json.Parse(await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false)));
            }
        }
    }
}
