#if !NETCOREAPP
using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Runtime.Serialization.Json;
using System.Text;
using System.Xml;

namespace Qiyuesuo
{
    // JSON as .NET Framework and Mono carry it: an XML reader and writer that speak JSON. An element is a value, its
    // attribute `type` the kind. A name that XML does not allow is the attribute `item` of an element `item`.
    internal static partial class Json
    {
        internal static byte[] Serialize(object? value)
        {
            using (var bytes = new MemoryStream())
            {
                using (XmlDictionaryWriter xml = JsonReaderWriterFactory.CreateJsonWriter(bytes, new UTF8Encoding(false), false))
                {
                    Write(xml, "root", value, 0);
                }
                return bytes.ToArray();
            }
        }

        internal static object? Parse(byte[] text)
        {
            var quotas = new XmlDictionaryReaderQuotas
            {
                MaxDepth = DeepestNesting,
                MaxStringContentLength = int.MaxValue,
                MaxArrayLength = int.MaxValue,
                MaxBytesPerRead = int.MaxValue,
                MaxNameTableCharCount = int.MaxValue,
            };
            using (XmlDictionaryReader reader = JsonReaderWriterFactory.CreateJsonReader(text, quotas))
            {
                reader.Read();
                return Read(reader);
            }
        }

        /// <summary>Reads the element the reader stands on, and leaves it behind.</summary>
        private static object? Read(XmlDictionaryReader reader)
        {
            string kind = reader.GetAttribute("type") ?? "string";
            switch (kind)
            {
                case "object":
                    var members = new Dictionary<string, object?>();
                    Each(reader, () =>
                    {
                        // Only a name that XML does not allow has the namespace.
                        string name = reader.NamespaceURI == "item" ? reader.GetAttribute("item")! : reader.LocalName;
                        members[name] = Read(reader);
                    });
                    return members;
                case "array":
                    var items = new List<object?>();
                    Each(reader, () => items.Add(Read(reader)));
                    return items;
                case "number":
                    return Number(reader.ReadElementContentAsString());
                case "boolean":
                    return reader.ReadElementContentAsString() == "true";
                case "null":
                    reader.ReadElementContentAsString();
                    return null;
                default:
                    return reader.ReadElementContentAsString();
            }
        }

        private static void Each(XmlDictionaryReader reader, Action read)
        {
            if (reader.IsEmptyElement)
            {
                reader.Read();
                return;
            }
            reader.ReadStartElement();
            while (reader.NodeType == XmlNodeType.Element)
            {
                read();
            }
            reader.ReadEndElement();
        }

        private static void Write(XmlDictionaryWriter xml, string name, object? value, int depth)
        {
            if (depth > DeepestNesting)
            {
                throw new ValidationException("the request is nested too deeply, or contains itself");
            }
            Begin(xml, name);
            switch (value)
            {
                case null:
                    xml.WriteAttributeString("type", "null");
                    break;
                case string text:
                    xml.WriteAttributeString("type", "string");
                    xml.WriteString(Replaced(text));
                    break;
                case Members scalar when scalar.Scalar != null:
                    xml.WriteAttributeString("type", "string");
                    xml.WriteString(Replaced(scalar.Scalar));
                    break;
                case bool truth:
                    xml.WriteAttributeString("type", "boolean");
                    xml.WriteString(truth ? "true" : "false");
                    break;
                case RawJson raw:
                    WriteContent(xml, raw.Value(), depth);
                    break;
                default:
                    WriteContent(xml, value, depth);
                    break;
            }
            xml.WriteEndElement();
        }

        private static void WriteContent(XmlDictionaryWriter xml, object? value, int depth)
        {
            if (value == null || value is string || value is bool)
            {
                throw new ValidationException("the JSON text of the request must be an object or an array");
            }
            if (ObjectOf(value) is { } members)
            {
                xml.WriteAttributeString("type", "object");
                foreach (KeyValuePair<string, object?> member in members)
                {
                    Write(xml, member.Key, member.Value, depth + 1);
                }
            }
            else if (NumberText(value) is { } digits)
            {
                xml.WriteAttributeString("type", "number");
                xml.WriteString(digits);
            }
            else if (value is IEnumerable items)
            {
                xml.WriteAttributeString("type", "array");
                foreach (object? item in items)
                {
                    Write(xml, "item", item, depth + 1);
                }
            }
            else
            {
                throw NotJson(value);
            }
        }

        private static void Begin(XmlDictionaryWriter xml, string name)
        {
            bool allowed = name.Length > 0;
            foreach (char letter in name)
            {
                allowed &= (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
            }
            if (allowed)
            {
                xml.WriteStartElement(name);
                return;
            }
            xml.WriteStartElement("a", "item", "item");
            xml.WriteAttributeString("item", Replaced(name));
        }

        /// <summary>The writer refuses a surrogate without its other half; elsewhere it becomes U+FFFD, so here too.</summary>
        private static string Replaced(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
    }

    internal sealed partial class RawJson
    {
        internal object? Value()
        {
            try
            {
                return Json.Parse(Encoding.UTF8.GetBytes(text));
            }
            catch (XmlException)
            {
                // The exception's own words can quote the text.
                throw new ValidationException("the JSON text of the request is malformed");
            }
        }
    }
}
#endif
