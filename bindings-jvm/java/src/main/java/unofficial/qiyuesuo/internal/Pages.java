package unofficial.qiyuesuo.internal;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A list that the platform answers in pages, as one: each page is asked for when it is needed. Not part of the public interface. */
public final class Pages<P, T> implements Iterator<T> {
  /** How many elements a page has at most where the request does not say it: chosen, as in the core. */
  public static final long SIZE = 100;

  /** Asks for a page. */
  public interface Fetch<P> {
    /** The page that begins there. */
    P page(long offset, long limit);
  }

  private final Fetch<P> fetch;
  private final Function<P, List<T>> list;
  private final Function<P, Long> total;
  private final long limit;
  private long offset;
  private boolean over;
  private Iterator<T> page = Collections.emptyIterator();

  private Pages(Long offset, Long limit, Fetch<P> fetch, Function<P, List<T>> list, Function<P, Long> total) {
    this.offset = offset == null ? 0 : offset;
    this.limit = limit == null ? SIZE : limit;
    this.fetch = fetch;
    this.list = list;
    this.total = total;
  }

  /** The whole list. */
  public static <P, T> Stream<T> stream(
      Long offset, Long limit, Fetch<P> fetch, Function<P, List<T>> list, Function<P, Long> total) {
    Pages<P, T> pages = new Pages<>(offset, limit, fetch, list, total);
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED), false);
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && !over) {
      // An error ends the list.
      over = true;
      P next = fetch.page(offset, limit);
      List<T> elements = list.apply(next);
      int count = elements == null ? 0 : elements.size();
      Long all = total.apply(next);
      offset += count;
      over = count == 0 || (all != null && offset >= all);
      page = count == 0 ? Collections.emptyIterator() : elements.iterator();
    }
    return page.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
