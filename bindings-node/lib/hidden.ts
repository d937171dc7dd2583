/** What an object holds and does not show. */

/**
 * Puts a value under a symbol where `console.log`, spreads and comparisons do not find it.
 *
 * Not as `#private`: no object of a user's test could stand for one of ours then, as the compiler sees it, and a Proxy of
 * ours (Vue, MobX, some mocks) could not be asked.
 */
export function hide(object: object, key: symbol, value: unknown): void {
  // Configurable, so that a Proxy may answer with another Proxy.
  Object.defineProperty(object, key, { value, configurable: true });
}
