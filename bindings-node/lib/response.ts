/** What every answer has beside its content. */

import { inspect } from 'node:util';

import { hide } from './hidden';

/** What is known of an answer beside its content. */
export interface ResponseInfo {
  /** HTTP status. */
  readonly httpStatus: number;
  /** How many attempts the call took. */
  readonly attempts: number;
  /** How long the call took, all attempts and waits included, in milliseconds. */
  readonly elapsedMs: number;
  /**
   * The id that the answer gives to the request, for questions to the platform's support: `X-Request-Id`, or else
   * `X-Trace-Id`, `X-B3-TraceId` or `EagleEye-TraceId`. Whether the platform sends one of them is unknown.
   */
  readonly requestId: string | undefined;
  /** Headers of the answer, without cookies; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer as it crossed the boundary, or as a test says it. @internal */
export interface Meta extends Omit<ResponseInfo, 'headers'> {
  /** A line each, read when somebody asks for them. */
  readonly headers: string | Readonly<Record<string, string>>;
  readonly page?: string | null;
  readonly env?: string | null;
  /** What a ticket of a test answers as the address of its plugin. */
  readonly pluginUrl?: string | undefined;
}

/** What a test does not say is as usual. @internal */
export function metaOf(response: Partial<ResponseInfo> & { readonly pluginUrl?: string | undefined }): Meta {
  return { httpStatus: 200, attempts: 1, elapsedMs: 0, requestId: undefined, headers: {}, ...response };
}

/** Headers by name; several of one name are joined, as HTTP has it. @internal */
export function joined(headers: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
  const byName: Record<string, string> = {};
  for (const [name, value] of headers) {
    byName[name] = Object.hasOwn(byName, name) ? `${byName[name]}, ${value}` : value;
  }
  return Object.freeze(byName);
}

function pair(line: string): [string, string] {
  const at = line.indexOf(': ');
  return [line.slice(0, at), line.slice(at + 2)];
}

const META = Symbol('meta');

/** The base of every answer. */
export abstract class Answer {
  /** @internal */
  readonly [META]!: Meta;

  /** @internal */
  constructor(meta: Meta) {
    hide(this, META, Object.freeze(meta));
  }

  /** HTTP status of the answer. */
  get httpStatus(): number {
    return this[META].httpStatus;
  }

  /** How many attempts the call took. */
  get attempts(): number {
    return this[META].attempts;
  }

  /** HTTP status and headers of the answer, its request id, and what the call took. `console.log` hides the headers' values. */
  get response(): ResponseInfo {
    const { httpStatus, attempts, elapsedMs, requestId, headers: sent } = this[META];
    const headers = typeof sent === 'string' ? joined(sent.split('\n').slice(0, -1).map(pair)) : Object.freeze({ ...sent });
    const response = { httpStatus, attempts, elapsedMs, requestId, headers };
    // A file's name can stand in a header.
    hide(response, inspect.custom, () => ({ ...response, headers: Object.keys(headers) }));
    return Object.freeze(response);
  }

  /** @internal */
  protected get meta(): Meta {
    return this[META];
  }
}
