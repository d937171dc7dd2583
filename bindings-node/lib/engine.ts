/** Calls in flight, and how their answers come back: all that are ready in one batch, whatever their number. */

import { AsyncResource } from 'node:async_hooks';
// Those of the global object can be somebody else's, as in jsdom and Electron.
import { setInterval } from 'node:timers';

import { forget, watch } from './abort';
import type { Failure } from './error_base';
import { CancelledError, errorOf, InvalidResponseError, type QiyuesuoError, translated, ValidationError } from './errors';
import { deliverLogs, logging } from './logs';
import { native, type NativeBridge, type NativePart, type NativeQueue } from './native';
import type { Meta } from './response';
import { Download } from './result';

/** How many answers are taken until the loop gets its turn; the native module tells of what is left. */
const BATCH = 64;
/** The longest a timer can be set: it only keeps the loop alive. */
const FOREVER_MS = 0x7fffffff;

/** What becomes of an answer. */
export type Make<T> = (content: unknown, meta: Meta) => T;

interface Pending {
  settle(outcome: unknown, meta: Meta): void;
  fail(error: unknown): void;
  watched: ((id: number) => void) | undefined;
  /** The caller's context, for what its call logs and tells. */
  caller: AsyncResource | undefined;
  /** Held until the call ends: one that is collected closes its client. */
  bridge: NativeBridge;
}

/** What every answer has: HTTP status, attempts, microseconds, request id, lines of headers. */
type Answered = [status: number, attempts: number, elapsed: number, id: string | null, headers: string];
type Entry =
  | [id: number, kind: 'e', failure: Failure]
  | [id: number, kind: 'j', ...answered: Answered, page: string | null, env: string | null, json: unknown]
  | [id: number, kind: 'b', ...answered: Answered, type: string | null, name: string | null];

const NOTHING = () => {};
/** What lasts is made in this context: in that of the first call, its request would live as long as the process. */
const ours = new AsyncResource('qiyuesuo');
const pending = new Map<number, Pending>();
let alive: NodeJS.Timeout | undefined;

let queue: NativeQueue | undefined;

/** Makes a call. `watched` is told when it has ended. @internal */
export function submit<T>(
  bridge: NativeBridge,
  operation: string,
  request: string,
  parts: readonly NativePart[] | undefined,
  options: string | undefined,
  signal: AbortSignal | undefined,
  watched: ((id: number) => void) | undefined,
  make: Make<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    // One of another realm or of a polyfill is as good as Node's own.
    if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
      const message = '`signal` must be an AbortSignal';
      reject(new ValidationError({ kind: 'validation', message, field: 'signal', operation }));
      return;
    }
    if (signal?.aborted) {
      reject(aborted(operation, signal));
      return;
    }
    queue ??= ours.runInAsyncScope(() => new native.Queue(drain));
    let id: number;
    try {
      id = bridge.submit(queue, operation, request, parts, options);
    } catch (error) {
      reject(translated(error));
      return;
    }
    let ended = NOTHING;
    if (signal !== undefined) {
      const stop = () => {
        native.cancel(id);
        reject(aborted(operation, signal));
      };
      watch(signal, stop);
      ended = () => forget(signal, stop);
    }
    pending.set(id, {
      settle(content, meta) {
        ended();
        try {
          resolve(make(content, meta));
        } catch (error) {
          reject(error);
        }
      },
      fail(error) {
        ended();
        reject(error);
      },
      watched,
      caller: watched !== undefined || logging() ? new AsyncResource('qiyuesuo') : undefined,
      bridge,
    });
    if (pending.size === 1) {
      hold();
    }
  });
}

function aborted(operation: string, signal: AbortSignal): QiyuesuoError {
  const failure = { kind: 'cancelled', message: 'the call was aborted by its signal', operation };
  const error = new CancelledError(failure, { cause: signal.reason });
  // The name that every API with signals uses, and that callers look for.
  Object.defineProperty(error, 'name', { value: 'AbortError', writable: true, configurable: true });
  return error;
}

/** Calls in flight keep the process alive, as those of Node itself do; nothing else here does. */
function hold(): void {
  alive ??= ours.runInAsyncScope(() => setInterval(NOTHING, FOREVER_MS));
  alive.ref();
}

/** Called on the loop when there is something to take. */
function drain(): void {
  if (queue === undefined) {
    return;
  }
  const entries = JSON.parse(queue.drain(BATCH)) as Entry[];
  if (logging()) {
    // First what a call logged, while its caller is known.
    deliverLogs(queue.takeLogs(), (operation) => pending.get(operation)?.caller);
  }
  take(queue, entries);
  if (pending.size === 0) {
    alive?.unref();
  }
}

/** The next download, unless it is more than a Buffer can hold, which must not cost the other calls their ends. */
function download(queue: NativeQueue): Buffer | undefined {
  try {
    return queue.takeDownload();
  } catch {
    return undefined;
  }
}

function meta(entry: Exclude<Entry, { 1: 'e' }>, page: string | null, env: string | null): Meta {
  const [, , httpStatus, attempts, elapsedUs, id, headers] = entry;
  return { httpStatus, attempts, elapsedMs: elapsedUs / 1000, requestId: id ?? undefined, headers, page, env };
}

function take(queue: NativeQueue, entries: readonly Entry[]): void {
  for (const entry of entries) {
    const call = pending.get(entry[0]);
    pending.delete(entry[0]);
    if (entry[1] === 'e') {
      call?.fail(errorOf(entry[2]));
    } else if (entry[1] === 'j') {
      call?.settle(entry[9], meta(entry, entry[7], entry[8]));
    } else {
      const content = download(queue);
      if (content === undefined) {
        const message = 'the download is longer than a Buffer can be here';
        call?.fail(new InvalidResponseError({ kind: 'invalid_response', message, http_status: entry[2], attempts: entry[3] }));
      } else {
        const answered = meta(entry, null, null);
        call?.settle(new Download(content, entry[7] ?? undefined, entry[8] ?? undefined, answered), answered);
      }
    }
    if (call?.watched !== undefined) {
      call.caller?.runInAsyncScope(call.watched, undefined, entry[0]);
    }
  }
}
