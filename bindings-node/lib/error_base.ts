/** What all errors have in common. The class of each kind is generated, from the core's table of kinds. */

import { inspect } from 'node:util';

import { hide } from './hidden';
import { joined } from './response';

/** What the core tells of a failure. @internal */
export interface Failure {
  kind: string;
  message: string;
  operation?: string;
  http_status?: number;
  code?: number;
  response_code?: string;
  field?: string;
  attempts?: number;
  retry_after?: number;
  request_id?: string;
  headers?: ReadonlyArray<readonly [string, string]>;
  body?: string;
}

/** What an error can say beside its message. */
export interface ErrorAttributes {
  /** Such as `personal_auth.create_ticket`. */
  operation?: string | undefined;
  /** HTTP status of the answer. */
  httpStatus?: number | undefined;
  /** `code` of the platform's envelope. */
  code?: number | undefined;
  /** `responseCode` of the platform's envelope. */
  responseCode?: string | undefined;
  /** The field or option that is wrong. */
  field?: string | undefined;
  /** How often the request was sent. Default: 0. */
  attempts?: number | undefined;
  /** Seconds to wait before the next try. */
  retryAfter?: number | undefined;
  /** The id that the answer gives to the request. */
  requestId?: string | undefined;
  /** Headers of the answer; names in lower case. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** What `body()` answers. */
  body?: string | undefined;
  /** What led to it. */
  cause?: unknown;
}

const ANSWER = Symbol('answer');

/**
 * Base of every error of this package.
 *
 * Neither its message nor what `console.log` shows ever holds a secret, a signature, a ticket, personal data or a body.
 */
export class QiyuesuoError extends Error {
  /** What kind of failure this is, the same word in every language of the SDK. */
  readonly kind: string;
  /** Such as `personal_auth.create_ticket`, or `request` for a raw request. */
  readonly operation: string | undefined;
  /** HTTP status of the answer, if one arrived. */
  readonly httpStatus: number | undefined;
  /** `code` of the platform's envelope. */
  readonly code: number | undefined;
  /** `responseCode` of the platform's envelope. */
  readonly responseCode: string | undefined;
  /** The field or option that is wrong, as a path: `user.contactType`. */
  readonly field: string | undefined;
  /** How often the request was sent or tried to be sent; 0 when it never left. */
  readonly attempts: number;
  /** Seconds the platform asks to wait before the next try. */
  readonly retryAfter: number | undefined;
  /** The id that the answer gives to the request, for questions to the platform's support; see {@link ResponseInfo}. */
  readonly requestId: string | undefined;
  /** @internal */
  readonly [ANSWER]!: { readonly headers: ReadonlyArray<readonly [string, string]>; readonly body: string | undefined };

  /** An error, for tests of your own too: `new RateLimitError('too often', { retryAfter: 3 })`. */
  constructor(message: string, attributes?: ErrorAttributes);
  /** @internal */
  constructor(failure: Failure, options?: ErrorOptions);
  constructor(told: string | Failure, more: ErrorAttributes = {}) {
    const failure = typeof told === 'string' ? failureOf(new.target, told, more) : told;
    super(failure.message, 'cause' in more ? { cause: more.cause } : undefined);
    this.kind = failure.kind;
    this.operation = failure.operation;
    this.httpStatus = failure.http_status;
    this.code = failure.code;
    this.responseCode = failure.response_code;
    this.field = failure.field;
    this.attempts = failure.attempts ?? 0;
    this.retryAfter = failure.retry_after;
    this.requestId = failure.request_id;
    hide(this, ANSWER, { headers: failure.headers ?? [], body: failure.body });
  }

  /** Headers of the answer, without cookies; names in lower case. */
  get headers(): Readonly<Record<string, string>> {
    return joined(this[ANSWER].headers);
  }

  /** The body of the answer, if one arrived. Its values are masked unless the option `captureBodies` is on. */
  body(): string | undefined {
    return this[ANSWER].body;
  }

  /** What loggers that serialise errors get: the attributes, without headers and body. */
  toJSON(): Record<string, unknown> {
    const { name, message, kind, operation, httpStatus, code, responseCode, field, attempts, retryAfter, requestId } = this;
    return { name, message, kind, operation, httpStatus, code, responseCode, field, attempts, retryAfter, requestId };
  }

  /** @internal */
  [inspect.custom](_depth: number, options: object): string {
    const { name: _, message: __, ...told } = this.toJSON();
    const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
    return `${this.stack ?? `${this.name}: ${this.message}`} ${inspect(known, options)}`;
  }
}

/** The kind of each class. */
const KINDS = new Map<Function, string>();

/** The failure that an error of a class tells of. */
function failureOf(of: Function, message: string, more: ErrorAttributes): Failure {
  let kind: string | undefined;
  // A subclass of a user's is of the kind of what it extends.
  for (let one = of; kind === undefined && one !== QiyuesuoError; one = Object.getPrototypeOf(one) as Function) {
    kind = KINDS.get(one);
  }
  const { operation, httpStatus, code, responseCode, field, attempts, retryAfter, requestId, headers, body } = more;
  const given = { http_status: httpStatus, response_code: responseCode, retry_after: retryAfter, request_id: requestId };
  const said = { operation, code, field, attempts, body, ...given };
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return { kind: kind ?? 'internal', message, ...known, headers: Object.entries(headers ?? {}) };
}

/**
 * Gives a class its kind, and its name: a literal, because bundlers rename classes, and a member of the prototype, so that it
 * is not shown with each error. @internal
 */
export function named(name: string, of: { prototype: QiyuesuoError } & Function, kind?: string): void {
  if (kind !== undefined) {
    KINDS.set(of, kind);
  }
  Object.defineProperty(of.prototype, 'name', { value: name, writable: true, configurable: true });
}

named('QiyuesuoError', QiyuesuoError);
