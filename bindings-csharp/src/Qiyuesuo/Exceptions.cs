namespace Qiyuesuo
{
    /// <summary>The client's settings are wrong; <c>Field</c> names the option. Also: the client is closed.</summary>
    public sealed class ConfigurationException : QiyuesuoException
    {
        internal ConfigurationException(string message)
            : base(ErrorKind.Configuration, message)
        {
        }
    }

    /// <summary>The request is wrong and was not sent: fix <c>Field</c>.</summary>
    public sealed class ValidationException : QiyuesuoException
    {
        internal ValidationException(string message)
            : base(ErrorKind.Validation, message)
        {
        }

        internal ValidationException(string message, string field)
            : this(message)
        {
            Field = field;
        }
    }

    /// <summary>No answer arrived: DNS, refused, reset, TLS, proxy, or an answer cut before its end.</summary>
    public class ApiConnectionException : QiyuesuoException
    {
        internal ApiConnectionException(string message)
            : base(ErrorKind.Connection, message)
        {
        }

        private protected ApiConnectionException(string kind, string message)
            : base(kind, message)
        {
        }
    }

    /// <summary>A time-out ran out; the message says which.</summary>
    public sealed class ApiTimeoutException : ApiConnectionException
    {
        internal ApiTimeoutException(string message)
            : base(ErrorKind.Timeout, message)
        {
        }
    }

    /// <summary>
    /// The platform answered with a <c>code</c> that is not success, or with another HTTP status of 4xx.
    /// </summary>
    public class ApiException : QiyuesuoException
    {
        internal ApiException(string message)
            : base(ErrorKind.Api, message)
        {
        }

        private protected ApiException(string kind, string message)
            : base(kind, message)
        {
        }
    }

    /// <summary>
    /// The platform did not accept credentials, signature, time or nonce; the message says what to check.
    /// </summary>
    public sealed class AuthenticationException : ApiException
    {
        internal AuthenticationException(string message)
            : base(ErrorKind.Authentication, message)
        {
        }
    }

    /// <summary>The platform refused the interface or the object to these credentials.</summary>
    public sealed class PermissionDeniedException : ApiException
    {
        internal PermissionDeniedException(string message)
            : base(ErrorKind.Permission, message)
        {
        }
    }

    /// <summary>The platform was called too often; see <c>RetryAfter</c>.</summary>
    public sealed class RateLimitException : ApiException
    {
        internal RateLimitException(string message)
            : base(ErrorKind.RateLimit, message)
        {
        }
    }

    /// <summary>The platform failed.</summary>
    public sealed class ServerException : ApiException
    {
        internal ServerException(string message)
            : base(ErrorKind.Server, message)
        {
        }
    }

    /// <summary>
    /// The answer is none of the platform's: no envelope, too large, a redirect, or without its result.
    /// </summary>
    public sealed class InvalidResponseException : QiyuesuoException
    {
        internal InvalidResponseException(string message)
            : base(ErrorKind.InvalidResponse, message)
        {
        }
    }

    /// <summary>A callback that is forged, too old, unreadable, or none.</summary>
    public sealed class CallbackException : QiyuesuoException
    {
        internal CallbackException(string message)
            : base(ErrorKind.Callback, message)
        {
        }
    }

    /// <summary>
    /// The client was disposed of while the call was in flight. A cancellation token gives an
    /// <see cref="System.OperationCanceledException"/>, as everywhere.
    /// </summary>
    public sealed class CancelledException : QiyuesuoException
    {
        internal CancelledException(string message)
            : base(ErrorKind.Cancelled, message)
        {
        }
    }

    /// <summary>A defect of this package: please report it.</summary>
    public sealed class InternalException : QiyuesuoException
    {
        internal InternalException(string message)
            : base(ErrorKind.Internal, message)
        {
        }
    }
}
