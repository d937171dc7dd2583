/** JSON on its way to the core. */

import { ValidationError } from './errors';

/**
 * The JSON text of a value. Integers of type bigint become strings, which the platform takes for its ids.
 *
 * @throws ValidationError for what JSON would leave out or change: what is sent must be what was asked for.
 * @internal
 */
export function jsonText(value: unknown, operation?: string): string {
  let bigints = false;
  // A stack of what holds what, for values that hold themselves.
  const check = (value: unknown, path: string, depth: number): void => {
    switch (typeof value) {
      case 'number':
        if (!Number.isFinite(value)) {
          refuse(path, 'is no finite number', operation);
        }
        if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
          refuse(path, 'is a number beyond 2^53, which is rounded already: give it as a string or a bigint', operation);
        }
        return;
      case 'bigint':
        bigints = true;
        return;
      case 'function':
      case 'symbol':
        return refuse(path, `is a ${typeof value}, which JSON leaves out`, operation);
      case 'object':
        if (value === null || typeof (value as { toJSON?: unknown }).toJSON === 'function') {
          return;
        }
        if (depth > DEEPEST) {
          return refuse(path, 'is nested too deep, or holds itself', operation);
        }
        if (Array.isArray(value)) {
          value.forEach((item, index) => check(item, `${path}[${index}]`, depth + 1));
          return;
        }
        if (Symbol.iterator in value) {
          return refuse(path, 'must be an array or a plain object: JSON has no other collections', operation);
        }
        for (const name in value) {
          check((value as Record<string, unknown>)[name], path === '' ? name : `${path}.${name}`, depth + 1);
        }
    }
  };
  check(value, '', 0);
  const exact = (_name: string, member: unknown) => (typeof member === 'bigint' ? member.toString() : member);
  try {
    return JSON.stringify(value, bigints ? exact : undefined) ?? 'null';
  } catch (error) {
    // A bigint in what a `toJSON` answers.
    if ((error as Error).name !== 'TypeError') {
      throw error;
    }
    return JSON.stringify(value, exact);
  }
}

const DEEPEST = 64;

/** @internal */
export function refuse(field: string, why: string, operation: string | undefined): never {
  const message = field === '' ? `the value ${why}` : `\`${field}\` ${why}`;
  const named = { ...(field !== '' && { field }), ...(operation !== undefined && { operation }) };
  throw new ValidationError({ kind: 'validation', message, ...named });
}
