/** Lists that the platform answers in pages, as one. */

/** How many elements a page has at most where the request does not say it: chosen, as in the core. */
const PAGE_SIZE = 100;

/** Which elements a page has. */
interface Window {
  selectOffset?: number | undefined;
  selectLimit?: number | undefined;
}

/** What is read of a page. */
interface Page<T> {
  readonly totalCount?: number;
  readonly list?: ReadonlyArray<T>;
}

/** The elements of all pages, each of which is asked for when it is needed. @internal */
export async function* pages<T>(
  begin: Window,
  fetch: (window: Required<Window>) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let selectOffset = begin.selectOffset ?? 0;
  const selectLimit = begin.selectLimit ?? PAGE_SIZE;
  for (;;) {
    const page = await fetch({ selectOffset, selectLimit });
    const elements = page.list ?? [];
    yield* elements;
    selectOffset += elements.length;
    if (elements.length === 0 || (page.totalCount !== undefined && selectOffset >= page.totalCount)) {
      return;
    }
  }
}
