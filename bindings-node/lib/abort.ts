/** One listener a signal, however many calls share it: Node warns of a leak at eleven. */

interface Watched {
  readonly stops: Set<() => void>;
  readonly listener: () => void;
}

const signals = new WeakMap<AbortSignal, Watched>();

/** Calls `stop` when the signal is aborted, until {@link forget}. @internal */
export function watch(signal: AbortSignal, stop: () => void): void {
  let watched = signals.get(signal);
  if (watched === undefined) {
    const stops = new Set<() => void>();
    const listener = (): void => {
      signals.delete(signal);
      for (const stop of stops) {
        stop();
      }
    };
    watched = { stops, listener };
    signals.set(signal, watched);
    signal.addEventListener('abort', listener, { once: true });
  }
  watched.stops.add(stop);
}

/** A call has ended: with the last one of a signal its listener goes. @internal */
export function forget(signal: AbortSignal, stop: () => void): void {
  const watched = signals.get(signal);
  if (watched?.stops.delete(stop) && watched.stops.size === 0) {
    signals.delete(signal);
    signal.removeEventListener('abort', watched.listener);
  }
}
