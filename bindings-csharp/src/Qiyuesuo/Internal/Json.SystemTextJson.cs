#if NETCOREAPP
using System;
using System.Buffers;
using System.Collections;
using System.Collections.Generic;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qiyuesuo
{
    internal static partial class Json
    {
        // Text stays text instead of \u4e2d: what is written goes into a request, not into a page.
        private static readonly JsonWriterOptions writerOptions =
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

        private static readonly JsonReaderOptions readerOptions = new JsonReaderOptions { MaxDepth = DeepestNesting };

        [ThreadStatic]
        private static ArrayBufferWriter<byte>? output;

        [ThreadStatic]
        private static Utf8JsonWriter? writer;

        internal static byte[] Serialize(object? value)
        {
            // Kept by the thread, and taken away while in use: writing calls code of the user's collections.
            ArrayBufferWriter<byte> bytes = output ?? new ArrayBufferWriter<byte>(512);
            Utf8JsonWriter json = writer ?? new Utf8JsonWriter(bytes, writerOptions);
            output = null;
            writer = null;
            Write(json, value, 0);
            json.Flush();
            byte[] written = bytes.WrittenSpan.ToArray();
            if (bytes.Capacity <= 64 * 1024)
            {
                // What was written can be personal data: Clear() zeroes it.
                bytes.Clear();
                json.Reset();
                output = bytes;
                writer = json;
            }
            return written;
        }

        internal static object? Parse(byte[] text)
        {
            var reader = new Utf8JsonReader(text, readerOptions);
            reader.Read();
            return Read(ref reader);
        }

        private static object? Read(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    var members = new Dictionary<string, object?>();
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                    {
                        string name = reader.GetString()!;
                        reader.Read();
                        members[name] = Read(ref reader);
                    }
                    return members;
                case JsonTokenType.StartArray:
                    var items = new List<object?>();
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        items.Add(Read(ref reader));
                    }
                    return items;
                case JsonTokenType.String:
                    return reader.GetString();
                case JsonTokenType.Number:
                    return reader.TryGetInt64(out long small)
                        ? small
                        : Number(Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan));
                case JsonTokenType.True:
                    return true;
                case JsonTokenType.False:
                    return false;
                default:
                    return null;
            }
        }

        private static void Write(Utf8JsonWriter json, object? value, int depth)
        {
            if (depth > DeepestNesting)
            {
                throw new ValidationException("the request is nested too deeply, or contains itself");
            }
            switch (value)
            {
                case null:
                    json.WriteNullValue();
                    return;
                case string text:
                    json.WriteStringValue(text);
                    return;
                case Members scalar when scalar.Scalar != null:
                    json.WriteStringValue(scalar.Scalar);
                    return;
                case bool truth:
                    json.WriteBooleanValue(truth);
                    return;
                case long number:
                    json.WriteNumberValue(number);
                    return;
                case JsonElement element:
                    element.WriteTo(json);
                    return;
                case RawJson raw:
                    using (JsonDocument document = raw.Document())
                    {
                        document.RootElement.WriteTo(json);
                    }
                    return;
            }
            WriteContent(json, value!, depth);
        }

        private static void WriteContent(Utf8JsonWriter json, object value, int depth)
        {
            if (ObjectOf(value) is { } members)
            {
                json.WriteStartObject();
                foreach (KeyValuePair<string, object?> member in members)
                {
                    json.WritePropertyName(member.Key);
                    Write(json, member.Value, depth + 1);
                }
                json.WriteEndObject();
            }
            else if (NumberText(value) is { } digits)
            {
                // The writer of .NET Core 3.1 takes no number as text; an element does.
                using JsonDocument number = JsonDocument.Parse(digits);
                number.RootElement.WriteTo(json);
            }
            else if (value is IEnumerable items)
            {
                json.WriteStartArray();
                foreach (object? item in items)
                {
                    Write(json, item, depth + 1);
                }
                json.WriteEndArray();
            }
            else
            {
                throw NotJson(value);
            }
        }
    }

    internal sealed partial class RawJson
    {
        internal JsonDocument Document()
        {
            try
            {
                return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 200 });
            }
            catch (JsonException)
            {
                // The exception's own words can quote the text.
                throw new ValidationException("the JSON text of the request is malformed");
            }
        }
    }
}
#endif
