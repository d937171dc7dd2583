/** The errors. All are QiyuesuoError and have the same attributes; each kind has a class of its own. */

import type { Failure, QiyuesuoError } from './error_base';
import { ERROR_CLASSES, InternalError } from './generated/errors';
import { CORE_OPTIONS } from './generated/options';

export { type ErrorAttributes, QiyuesuoError } from './error_base';
export * from './generated/errors';

/** The error for a failure. @internal */
export function errorOf(failure: Failure, options?: ErrorOptions): QiyuesuoError {
  const told = failure.kind === 'configuration' ? inOurNames(failure) : failure;
  return new (ERROR_CLASSES[failure.kind] ?? InternalError)(told, options);
}

/** Options under the names they have here: the core says `max_retries`. */
function inOurNames(failure: Failure): Failure {
  const { field, message } = failure;
  const renamed = message.replace(/(?<![\w.-])[a-z]+(?:_[a-z0-9]+)+(?![\w.-])/g, (word) => OUR_NAMES.get(word) ?? word);
  return { ...failure, message: renamed, ...(field !== undefined && { field: OUR_NAMES.get(field) ?? field }) };
}

/** Options: the name in the core -> the name here. @internal */
export const OUR_NAMES: ReadonlyMap<string, string> = new Map(Object.entries(CORE_OPTIONS).map(([name, [core]]) => [core, name]));

/** Runs native code, whose errors carry the failure as JSON. @internal */
export function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    throw translated(thrown);
  }
}

/** The error for what native code threw. @internal */
export function translated(thrown: unknown): unknown {
  // Not `instanceof Error`: under Jest native code throws errors of another realm.
  const text = (thrown as { message?: unknown } | undefined)?.message;
  return typeof text === 'string' && text.startsWith('{"kind":') ? errorOf(JSON.parse(text) as Failure) : thrown;
}
