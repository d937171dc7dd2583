/** The errors. All are QiyuesuoError and have the same attributes; each kind has a class of its own. */

import { inspect } from 'node:util';

import { CORE_OPTIONS } from './generated/options';
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

/** An option is missing or wrong; `field` names it. Or the client is closed. */
export class ConfigurationError extends QiyuesuoError {}
/** The request is wrong; it was not sent. `field` says where. */
export class ValidationError extends QiyuesuoError {}
/** No answer: DNS, refused, reset, TLS, proxy, or an answer that was cut. */
export class APIConnectionError extends QiyuesuoError {}
/** No answer in time; the message says which time-out ran out. */
export class APITimeoutError extends APIConnectionError {}
/** The platform answered with a `code` that is not success, or with HTTP 4xx. */
export class APIError extends QiyuesuoError {}
/** The platform does not accept token, signature, time or nonce; the message says what to check. */
export class AuthenticationError extends APIError {}
/** The interface or the object is not open to this application. */
export class PermissionDeniedError extends APIError {}
/** Too many calls; `retryAfter` says how long to wait, if the platform did. */
export class RateLimitError extends APIError {}
/** The platform failed: HTTP 500 and above, or a code that says so. */
export class ServerError extends APIError {}
/** What came is not the platform's answer, or lacks the promised result. */
export class InvalidResponseError extends QiyuesuoError {}
/** A callback that is forged, too old, unsigned or unreadable. Do not act on it. */
export class CallbackError extends QiyuesuoError {}
/** The call was aborted by its signal (then `name` is `AbortError`, and `cause` the reason), or its client was closed. */
export class CancelledError extends QiyuesuoError {}
/** A defect of this package: please report it. */
export class InternalError extends QiyuesuoError {}

const CLASSES: Readonly<Record<string, new (failure: Failure, options?: ErrorOptions) => QiyuesuoError>> = {
  configuration: ConfigurationError,
  validation: ValidationError,
  connection: APIConnectionError,
  timeout: APITimeoutError,
  api: APIError,
  authentication: AuthenticationError,
  permission: PermissionDeniedError,
  rate_limit: RateLimitError,
  server: ServerError,
  invalid_response: InvalidResponseError,
  callback: CallbackError,
  cancelled: CancelledError,
  internal: InternalError,
};

/** The failure that an error of a class tells of. */
function failureOf(of: Function, message: string, more: ErrorAttributes): Failure {
  let kind: string | undefined;
  // A subclass of a user's is of the kind of what it extends.
  for (let one = of; kind === undefined && one !== QiyuesuoError; one = Object.getPrototypeOf(one) as Function) {
    kind = Object.keys(CLASSES).find((name) => CLASSES[name] === one);
  }
  const { operation, httpStatus, code, responseCode, field, attempts, retryAfter, requestId, headers, body } = more;
  const given = { http_status: httpStatus, response_code: responseCode, retry_after: retryAfter, request_id: requestId };
  const said = { operation, code, field, attempts, body, ...given };
  const known = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return { kind: kind ?? 'internal', message, ...known, headers: Object.entries(headers ?? {}) };
}

// Literals, because bundlers rename classes. Members of the prototypes, so that they are not shown with each error.
for (const [name, { prototype }] of Object.entries({
  QiyuesuoError,
  ConfigurationError,
  ValidationError,
  APIConnectionError,
  APITimeoutError,
  APIError,
  AuthenticationError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  InvalidResponseError,
  CallbackError,
  CancelledError,
  InternalError,
})) {
  Object.defineProperty(prototype, 'name', { value: name, writable: true, configurable: true });
}

/** The error for a failure. @internal */
export function errorOf(failure: Failure, options?: ErrorOptions): QiyuesuoError {
  const told = failure.kind === 'configuration' ? inOurNames(failure) : failure;
  return new (CLASSES[failure.kind] ?? InternalError)(told, options);
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
