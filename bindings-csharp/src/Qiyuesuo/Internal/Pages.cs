using System;
using System.Collections.Generic;
#if NETCOREAPP
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
#endif

namespace Qiyuesuo
{
    /// <summary>Lists that the platform answers in pages, as one: each page is asked for when it is needed.</summary>
    internal static class Pages
    {
        /// <summary>How many elements a page has at most where the request does not say it: chosen, as in the core.</summary>
        private const long Size = 100;

        internal static IEnumerable<TElement> Each<TRequest, TPage, TElement>(
            TRequest? request,
            Func<TRequest, TPage> fetch,
            Func<TPage, IReadOnlyList<TElement>?> list,
            Func<TPage, long?> total)
            where TRequest : Request, new()
        {
            TRequest? next = First(request);
            while (next != null)
            {
                TPage page = fetch(next);
                IReadOnlyList<TElement> elements = list(page) ?? Array.Empty<TElement>();
                foreach (TElement element in elements)
                {
                    yield return element;
                }
                next = After(next, elements.Count, total(page));
            }
        }

#if NETCOREAPP
        internal static async IAsyncEnumerable<TElement> EachAsync<TRequest, TPage, TElement>(
            TRequest? request,
            Func<TRequest, CancellationToken, Task<TPage>> fetch,
            Func<TPage, IReadOnlyList<TElement>?> list,
            Func<TPage, long?> total,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
            where TRequest : Request, new()
        {
            TRequest? next = First(request);
            while (next != null)
            {
                TPage page = await fetch(next, cancellationToken).ConfigureAwait(false);
                IReadOnlyList<TElement> elements = list(page) ?? Array.Empty<TElement>();
                foreach (TElement element in elements)
                {
                    yield return element;
                }
                next = After(next, elements.Count, total(page));
            }
        }
#endif

        private static TRequest First<TRequest>(TRequest? request)
            where TRequest : Request, new()
            => Copy(request, request?.WindowOffset ?? 0, request?.WindowLimit ?? Size);

        private static TRequest? After<TRequest>(TRequest request, int count, long? total)
            where TRequest : Request, new()
        {
            long seen = (request.WindowOffset ?? 0) + count;
            return count == 0 || total <= seen ? null : Copy(request, seen, request.WindowLimit ?? Size);
        }

        // Its owner may change a request between two pages.
        private static TRequest Copy<TRequest>(TRequest? request, long offset, long limit)
            where TRequest : Request, new()
        {
            var copy = new TRequest();
            copy.TakeWindow(request, offset, limit);
            return copy;
        }
    }
}
