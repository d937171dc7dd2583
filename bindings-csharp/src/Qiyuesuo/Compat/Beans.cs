#pragma warning disable CS1591 // Members are those of the platform's documentation.

namespace Qiyuesuo.Compat
{
    /// <summary>A person.</summary>
    public class User : Members
    {
        public User()
        {
        }

        public User(string? contact, string? contactType)
        {
            Contact = contact;
            ContactType = contactType;
        }

        public User(string? name, string? contact, string? contactType)
            : this(contact, contactType)
        {
            Name = name;
        }

        public string? Contact
        {
            get => AsText(Get("contact"));
            set => Set("contact", value);
        }

        public string? ContactType
        {
            get => AsText(Get("contactType"));
            set => Set("contactType", value);
        }

        public string? Name
        {
            get => AsText(Get("name"));
            set => Set("name", value);
        }
    }

    /// <summary>A company of an agent's customer.</summary>
    public class Company : Members
    {
        public string? Id
        {
            get => AsText(Get("id"));
            set => Set("id", value);
        }

        public string? Name
        {
            get => AsText(Get("name"));
            set => Set("name", value);
        }

        public string? RegisterNo
        {
            get => AsText(Get("registerNo"));
            set => Set("registerNo", value);
        }
    }

    /// <summary>The platform's answer.</summary>
    public class SdkResponse<T>
    {
        /// <summary>0 is success.</summary>
        public int Code { get; set; }

        public string? Message { get; set; }

        /// <summary>
        /// What was asked for. Only after a <see cref="Code"/> of 0, as in the documented snippet: otherwise it is null.
        /// </summary>
        public T Result { get; set; } = default!;
    }

    /// <summary>The result of the requests for a ticket.</summary>
    public class MiniappTicketResult
    {
        public string? Ticket { get; set; }

        /// <summary>The type alone: a ticket is a secret.</summary>
        public override string ToString() => "MiniappTicketResult { Ticket = *** }";
    }
}
