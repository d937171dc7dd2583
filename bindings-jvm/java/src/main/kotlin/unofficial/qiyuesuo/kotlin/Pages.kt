package unofficial.qiyuesuo.kotlin

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import unofficial.qiyuesuo.internal.Pages

/** A list that the platform answers in pages, as one: each page is asked for when it is needed. */
internal fun <P, T> pages(
    offset: Long?,
    limit: Long?,
    fetch: suspend (offset: Long, limit: Long) -> P,
    list: (P) -> List<T>?,
    total: (P) -> Long?,
): Flow<T> = flow {
    var seen = offset ?: 0
    do {
        val page = fetch(seen, limit ?: Pages.SIZE)
        val elements = list(page).orEmpty()
        elements.forEach { emit(it) }
        seen += elements.size
        val all = total(page)
    } while (elements.isNotEmpty() && (all == null || seen < all))
}
