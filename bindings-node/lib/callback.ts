/**
 * Reads what the platform posts to a callback address.
 *
 * What a callback proves is little: the platform documents those of personal authentication without any signature, and
 * where there is one it covers time and key, neither body nor address. `event.authenticity` says which it is; confirm
 * with `getResult` before you act on it.
 */

import { inspect } from 'node:util';

import { guarded } from './errors';
import { native } from './native';

/** What the platform wants to hear. */
export interface CallbackReply {
  /** HTTP status. */
  readonly status: number;
  /** Media type. */
  readonly contentType: string;
  /** Body. */
  readonly body: string;
}

/** How a callback is read. */
export interface CallbackOptions {
  /** The query of the address, for callbacks that carry their fields there. With a raw body, both count. */
  query?: string | undefined;
  /** Keys of the callback, 16 characters each; several while one replaces another. */
  keys?: readonly string[] | undefined;
  /** Accepts callbacks without a signature. The documented callbacks of personal authentication have none. Default: no. */
  allowUnsigned?: boolean | undefined;
  /** Refuses a signed callback that is older, in milliseconds. Default: no limit, since documented retries last more than a day. */
  maxAgeMs?: number | undefined;
  /** The IV, 16 characters, for content encrypted with AES-CBC. */
  cbcIv?: string | undefined;
  /** The time to compare with, in milliseconds since 1970. Default: now. */
  now?: number | undefined;
}

/** A form as frameworks give it, pairs, or the raw body of the request. */
export type CallbackForm =
  | string
  | Uint8Array
  | URLSearchParams
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** What the platform reports. `console.log` hides its fields. */
export class CallbackEvent {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #reply: CallbackReply;

  /** @internal */
  constructor(
    /** What it is about. */
    readonly type:
      | 'contract'
      | 'personal_auth'
      | 'company_auth'
      | 'seal_review'
      | 'personal_sign'
      | 'unknown'
      | (string & {}),
    /** What was proven: nothing, that the sender knew the key at that time, or that the fields were encrypted with it. */
    readonly authenticity: 'none' | 'timestamp_only' | 'encrypted' | (string & {}),
    fields: Readonly<Record<string, unknown>>,
    reply: CallbackReply,
  ) {
    this.#fields = fields;
    this.#reply = reply;
  }

  /** The platform's fields. From a form they are all strings; integers beyond 2^53 always are. */
  get fields(): Readonly<Record<string, any>> {
    return this.#fields;
  }

  /** What the platform wants to hear for this type. Anything else, and it repeats the callback. */
  reply(): CallbackReply {
    return this.#reply;
  }

  /** @internal */
  [inspect.custom](): string {
    return `CallbackEvent { type: '${this.type}', authenticity: '${this.authenticity}', fields: *** }`;
  }
}

/**
 * Reads a callback.
 *
 * @param form - the form as your framework gives it, or the raw body of the request.
 * @throws CallbackError if it is forged, too old, unreadable, unsigned without `allowUnsigned`, or no callback.
 * @throws ConfigurationError for wrong keys or options.
 */
export function parse(form: CallbackForm | undefined, options: CallbackOptions = {}): CallbackEvent {
  const { query, keys = [], allowUnsigned, maxAgeMs, cbcIv, now } = options;
  const raw = form === undefined || typeof form === 'string' || form instanceof Uint8Array;
  if (!raw && query !== undefined) {
    throw new TypeError('`query` goes with a raw body; a form has the parameters already');
  }
  const request = {
    ...(raw ? { body: text(form), query } : { form: pairs(form) }),
    keys,
    options: {
      ...(allowUnsigned !== undefined && { allow_unsigned: allowUnsigned }),
      ...(maxAgeMs !== undefined && { max_age: maxAgeMs / 1000 }),
      ...(cbcIv !== undefined && { cbc_iv: cbcIv }),
      ...(now !== undefined && { now }),
    },
  };
  const event = JSON.parse(guarded(() => native.callbackParse(JSON.stringify(request)))) as {
    type: string;
    authenticity: string;
    fields: Record<string, unknown>;
    reply: { status: number; content_type: string; body: string };
  };
  const { status, content_type: contentType, body } = event.reply;
  return new CallbackEvent(event.type, event.authenticity, event.fields, { status, contentType, body });
}

function text(body: string | Uint8Array | undefined): string {
  // The body is read as a form, in which every byte that is not ASCII is escaped.
  return body === undefined || typeof body === 'string' ? (body ?? '') : Buffer.from(body).toString('utf8');
}

function pairs(form: Exclude<CallbackForm, string | Uint8Array>): [string, string][] {
  if (typeof form !== 'object' || form === null) {
    throw new TypeError('the form must be a string, bytes, an object, or pairs');
  }
  if (Symbol.iterator in form) {
    return [...form].map(([name, value]) => [name, value]);
  }
  return Object.entries(form).flatMap(([name, value]) => {
    const values = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    return values.map((one): [string, string] => [name, one]);
  });
}
