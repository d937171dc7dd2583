/**
 * Reads what the platform posts to a callback address.
 *
 * What a callback proves is little: the platform documents those of personal authentication without any signature, and
 * where there is one it covers time and key, neither body nor address. `event.authenticity` says which it is; confirm
 * with `getResult` before you act on it.
 */

import { inspect } from 'node:util';
import { isUint8Array } from 'node:util/types';

import { ConfigurationError, guarded } from './errors';
import { CALLBACK_OPTIONS, type CallbackAuthenticity, CallbackFields, type CallbackSettings, type CallbackType } from './generated/callback';
import { hide } from './hidden';
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
export interface CallbackOptions extends CallbackSettings {
  /**
   * The query of the address, with a raw body. A signature may stand there; other parameters are `ownParameters`, unless
   * the body has none at all.
   */
  query?: string | undefined;
  /** Keys of the callback, 16 characters each; several while one replaces another. */
  keys?: readonly string[] | string | undefined;
}

/** A form as frameworks give it, pairs, or the raw body of the request. */
export type CallbackForm =
  | string
  | Uint8Array
  | URLSearchParams
  | Iterable<readonly [string, unknown]>
  | Readonly<Record<string, unknown>>;

/** What tests can say of an event. */
export interface FakeEvent {
  /** What it is about. Default: `unknown`. */
  type?: CallbackType | undefined;
  /** The platform's fields. Default: none. */
  fields?: Readonly<Record<string, unknown>> | undefined;
  /** What was proven. Default: `none`. */
  authenticity?: CallbackAuthenticity | undefined;
  /** Parameters beside the fields. Default: none. */
  ownParameters?: Readonly<Record<string, string>> | undefined;
  /** What stands for it. Default: 64 zeros. */
  fingerprint?: string | undefined;
  /** Whether it was received before. Default: no. */
  repeated?: boolean | undefined;
  /** What `reply()` answers. Default: `success`, with status 200. */
  reply?: CallbackReply | undefined;
}

const HIDDEN = Symbol('hidden');

/** What the platform reports. `console.log` hides its fields. */
export class CallbackEvent extends CallbackFields {
  /** @internal */
  readonly [HIDDEN]!: {
    readonly fields: Readonly<Record<string, unknown>>;
    readonly ownParameters: Readonly<Record<string, string>>;
    readonly reply: CallbackReply;
  };

  /**
   * An event that nobody sent, for tests of your own: `CallbackEvent.fake({ type: 'personal_auth', fields: { status: '1' } })`.
   * What the platform posts is better read by {@link parse}, in tests too.
   */
  static fake(event: FakeEvent = {}): CallbackEvent {
    const { type = 'unknown', authenticity = 'none', fields = {}, ownParameters = {}, repeated = false } = event;
    const { fingerprint = '0'.repeat(64), reply = { status: 200, contentType: 'text/plain', body: 'success' } } = event;
    return new CallbackEvent(type, authenticity, fields, reply, ownParameters, fingerprint, repeated);
  }

  /** @internal */
  constructor(
    /** What it is about. */
    readonly type: CallbackType,
    /** What was proven: nothing, that the sender knew the key at that time, or that the fields were encrypted with it. */
    readonly authenticity: CallbackAuthenticity,
    fields: Readonly<Record<string, unknown>>,
    reply: CallbackReply,
    ownParameters: Readonly<Record<string, string>>,
    /**
     * 64 hexadecimal digits that stand for this callback as it was sent, for a memory that several processes share (such as
     * Redis with `SET NX EX`).
     */
    readonly fingerprint: string,
    /** Whether it was received before, within `rememberMs`. */
    readonly repeated: boolean,
  ) {
    super();
    hide(this, HIDDEN, { fields, ownParameters, reply });
  }

  /**
   * The platform's fields. From a form they are all strings; integers beyond 2^53 always are. What `authenticity` says is
   * said of these, and of nothing else; `timestamp_only` does not cover them.
   */
  get fields(): Readonly<Record<string, any>> {
    return this[HIDDEN].fields;
  }

  /** Parameters beside them, such as those of your own callback address. Nothing proves who wrote them. */
  get ownParameters(): Readonly<Record<string, string>> {
    return this[HIDDEN].ownParameters;
  }

  /** A field as text; a number as its digits. */
  text(name: string): string | undefined {
    const { fields } = this[HIDDEN];
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return typeof value === 'number' ? String(value) : typeof value === 'string' ? value : undefined;
  }

  /** What the platform wants to hear for this type. Anything else, and it repeats the callback. */
  reply(): CallbackReply {
    return this[HIDDEN].reply;
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
 * @throws ConfigurationError for wrong keys (empty, blank, with invisible characters) or options.
 */
export function parse(form: CallbackForm | undefined, options: CallbackOptions = {}): CallbackEvent {
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) {
      refuse(name, `is no option of a callback: ${OPTIONS.join(', ')}`);
    }
  }
  const { query, keys = [] } = options;
  const raw = form === undefined || typeof form === 'string' || isUint8Array(form);
  if (!raw && query !== undefined) {
    throw new TypeError('`query` goes with a raw body; a form has the parameters already');
  }
  const request = {
    ...(raw ? { body: text(form), query: query === undefined ? undefined : wellFormed(query) } : { form: pairs(form) }),
    keys: plain(keys),
    options: settings(options),
  };
  const event = JSON.parse(guarded(() => native.callbackParse(JSON.stringify(request)))) as {
    type: string;
    authenticity: string;
    fields: Record<string, unknown>;
    own_parameters: Record<string, string>;
    fingerprint: string;
    repeated: boolean;
    reply: { status: number; content_type: string; body: string };
  };
  const { status, content_type: contentType, body } = event.reply;
  const reply = { status, contentType, body };
  const { type, authenticity, fields, own_parameters: own, fingerprint, repeated } = event;
  return new CallbackEvent(type, authenticity, fields, reply, own, fingerprint, repeated);
}

const OPTIONS = ['query', 'keys', ...Object.keys(CALLBACK_OPTIONS)];

/** The options that are given, in the names of the core. */
function settings(options: CallbackSettings): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const [name, [core, time]] of Object.entries(CALLBACK_OPTIONS)) {
    const value = options[name as keyof CallbackSettings];
    if (value !== undefined) {
      given[core] = time ? milliseconds(name, value) / 1000 : value;
    }
  }
  return given;
}

/** A check that was asked for must not be left out because its limit is none, such as `Number(process.env.UNSET)`. */
function milliseconds(name: string, value: unknown): number {
  if (!(typeof value === 'number' && Number.isFinite(value) && value >= 0)) {
    refuse(name, 'must be a number of milliseconds');
  }
  return value;
}

function refuse(field: string, why: string): never {
  throw new ConfigurationError({ kind: 'configuration', message: `\`${field}\` ${why}`, field });
}

const HALF_A_CHARACTER = /\p{Surrogate}/gu;

function text(body: string | Uint8Array | undefined): string {
  // The body is read as a form, in which every byte that is not ASCII is escaped.
  return typeof body === 'string' ? wellFormed(body) : body === undefined ? '' : Buffer.from(body).toString('utf8');
}

function wellFormed(text: string): string {
  return text.replace(HALF_A_CHARACTER, '\uFFFD');
}

/** A form as pairs. What its values may be, the core says. */
function pairs(form: Exclude<CallbackForm, string | Uint8Array>): unknown {
  if (typeof form !== 'object' || form === null) {
    throw new TypeError('the form must be a string, bytes, an object, or pairs');
  }
  if (Symbol.iterator in form) {
    return Array.from(form, (pair) => plain(pair));
  }
  return Object.entries(form)
    .filter(([, value]) => value !== undefined)
    .map((pair) => plain(pair));
}

/** A value as JSON has it; an object, which the core refuses by name, for what JSON does not have exactly. */
function plain(value: unknown, depth = 0): unknown {
  switch (typeof value) {
    case 'string':
      return value === wellFormed(value) ? value : {};
    case 'boolean':
      return value;
    case 'number':
      return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value)) ? value : {};
    case 'bigint':
      return String(value);
    default:
      if (value === null) {
        return null;
      }
      // What is nested deeper has no meaning in a form.
      return Array.isArray(value) && depth < 3 ? value.map((one) => plain(one, depth + 1)) : {};
  }
}
