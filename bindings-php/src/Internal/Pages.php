<?php

declare(strict_types=1);

namespace Qiyuesuo\Internal;

/**
 * Lists that the platform answers in pages, as one.
 *
 * @internal
 */
final class Pages
{
    /** How many elements a page has at most where the caller does not say it: chosen, as in the core. */
    private const PAGE_SIZE = 100;

    /**
     * The elements of all pages, each of which is asked for when it is needed.
     *
     * @param \Closure(int, int): object{totalCount: ?int, list: ?array<mixed>} $fetch
     * @return \Generator<int, mixed>
     */
    public static function of(\Closure $fetch, ?int $offset, ?int $limit): \Generator
    {
        $offset ??= 0;
        do {
            $page = $fetch($offset, $limit ?? self::PAGE_SIZE);
            foreach ($page->list ?? [] as $element) {
                yield $element;
                $offset++;
            }
        } while (($page->list ?? []) !== [] && ($page->totalCount === null || $offset < $page->totalCount));
    }
}
