/** What the platform answered. */

import { inspect } from 'node:util';

import { guarded } from './errors';
import { hide } from './hidden';
import { native } from './native';
import { OBJECTS } from './generated/objects';
import { Answer, type Meta, metaOf, type ResponseInfo } from './response';

/** What tests can say of an answer beside its content. */
export interface FakeMeta extends Partial<ResponseInfo> {
  /** What `pluginUrl()` of a ticket answers. */
  readonly pluginUrl?: string | undefined;
}

/** The members of a result, and others under `extra`. */
export type FakeMembers<T extends Result> = Omit<T, keyof Result | 'pluginUrl'> & {
  /** Members that are not declared. */
  readonly extra?: Readonly<Record<string, unknown>>;
};

const EXTRA = Symbol('extra');
const DATA = Symbol('data');

/**
 * A result. It cannot be changed. `console.log` and string conversion hide its values, which can be tickets and
 * personal data; `JSON.stringify` writes the platform's members, `extra` included.
 */
export class Result extends Answer {
  /** @internal */
  static readonly members: readonly string[] = [];
  /** @internal Members whose name every result has for something of its own, with the name they have here. */
  static readonly renamed: Readonly<Record<string, string>> = {};
  /** @internal The members that are objects, or lists of them, with their types. */
  static readonly objects: Readonly<Record<string, string>> = {};
  /** @internal */
  readonly [EXTRA]?: Readonly<Record<string, unknown>>;

  /**
   * A result that nobody sent, for tests of your own.
   *
   * @example
   * ```ts
   * Ticket.fake({ ticket: 'T-1' }, { attempts: 2 });
   * ```
   */
  static fake<T extends Result>(this: new (...given: never[]) => T, members: FakeMembers<T>, meta: FakeMeta = {}): T {
    const { extra, ...declared } = members;
    const own = sent(this as unknown as typeof Result, declared);
    if (extra !== undefined) {
      // Copied, because it will be frozen.
      own['extra'] = { ...extra };
    }
    return new (this as unknown as new (members: object, meta: Meta) => T)(own, metaOf(meta));
  }

  /** @internal */
  constructor(members: Record<string, unknown>, meta: Meta) {
    super(meta);
    const { members: names, renamed } = this.constructor as typeof Result;
    for (const name of names) {
      const value = members[name];
      if (value !== undefined) {
        (this as Record<string, unknown>)[Object.hasOwn(renamed, name) ? renamed[name]! : name] = value;
      }
    }
    const extra = members['extra'] as Record<string, unknown> | undefined;
    if (extra !== undefined) {
      hide(this, EXTRA, Object.freeze(extra));
    }
    Object.freeze(this);
  }

  /** Members the platform sent beside the declared ones, or of another type than declared. */
  get extra(): Readonly<Record<string, unknown>> {
    return this[EXTRA] ?? NOTHING;
  }

  /** The members the platform sent, under its names, `extra` included. */
  toJSON(): Record<string, unknown> {
    const type = this.constructor as typeof Result;
    return rejoined({ ...sent(type, this as object as Record<string, unknown>), extra: this.extra }, type.objects) as Record<string, unknown>;
  }

  /** The name of the class and of the members; values are hidden. */
  override toString(): string {
    const shown = Object.keys(this.toJSON()).map((name) => `${name}: ***`);
    return `${this.constructor.name} { ${shown.join(', ')} }`;
  }

  /** @internal */
  [inspect.custom](): string {
    return this.toString();
  }
}

const NOTHING: Readonly<Record<string, unknown>> = Object.freeze({});

/** Members under the platform's names. */
function sent(type: typeof Result, members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own = { ...members };
  for (const [wire, name] of Object.entries(type.renamed)) {
    if (name in own) {
      own[wire] = own[name];
      delete own[name];
    }
  }
  return own;
}

/** An object with the members of each `extra` beside the others, as the platform sent them. */
function rejoined(value: unknown, objects: Readonly<Record<string, string>>): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => rejoined(item, objects));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { extra, ...members } = value as Record<string, unknown>;
  for (const [name, type] of Object.entries(objects)) {
    if (members[name] !== undefined) {
      members[name] = rejoined(members[name], OBJECTS[type] ?? {});
    }
  }
  return { ...members, ...(extra as Record<string, unknown> | undefined) };
}

/**
 * A result whose shape is unknown. `console.log` and string conversion hide it; `JSON.stringify` writes it. When its shape
 * becomes known, members come beside `data`.
 */
export class OpenResult extends Answer {
  /** @internal */
  readonly [DATA]!: unknown;

  /** A result that nobody sent, for tests of your own. */
  static fake<T extends OpenResult>(this: new (...given: never[]) => T, data: unknown, response: Partial<ResponseInfo> = {}): T {
    return new (this as unknown as new (data: unknown, meta: Meta) => T)(data, metaOf(response));
  }

  /** @internal */
  constructor(data: unknown, meta: Meta) {
    super(meta);
    hide(this, DATA, data);
  }

  /** The result as the platform sent it; null if it sent none. Integers beyond 2^53 are strings. */
  get data(): unknown {
    return this[DATA];
  }

  /** The same. */
  toJSON(): unknown {
    return this[DATA];
  }

  /** The name of the class; the data is hidden. */
  override toString(): string {
    return `${this.constructor.name} { data: *** }`;
  }

  /** @internal */
  [inspect.custom](): string {
    return this.toString();
  }
}

/** A ticket for the mini-program plugin. */
export class TicketResult extends Result {
  /** The ticket. */
  readonly ticket!: string;

  /**
   * The address with which a mini-program opens the plugin for this ticket, for `wx.navigateTo`. Undefined for a
   * ticket that no page of the plugin is documented for.
   *
   * @param hasCallback - whether the page listens to the plugin's events. Default: yes.
   */
  pluginUrl(hasCallback = true): string | undefined {
    const { page, env, pluginUrl } = this.meta;
    if (typeof page !== 'string' || typeof env !== 'string') {
      return pluginUrl;
    }
    return guarded(() => native.pluginUrl(this.ticket, page, env, hasCallback));
  }
}

/** The answer to a raw request. Its content is hidden from `console.log`. */
export class RawReply extends Answer {
  /** @internal */
  readonly [DATA]!: unknown;

  /** An answer that nobody sent, for tests of your own: `RawReply.fake({ code: 0, result: {} })`. */
  static fake(data: unknown, response: Partial<ResponseInfo> = {}): RawReply {
    return new RawReply(data, metaOf(response));
  }

  /** @internal */
  constructor(data: unknown, meta: Meta) {
    super(meta);
    hide(this, DATA, data);
  }

  /** The whole envelope: `code`, `message`, `result`. Integers beyond 2^53 are strings. */
  get data(): any {
    return this[DATA];
  }

  /** The envelope. */
  toJSON(): unknown {
    return this[DATA];
  }
}

/** What tests can say of a file beside its bytes. */
export interface FakeFile extends Partial<ResponseInfo> {
  /** Media type. */
  readonly contentType?: string | undefined;
  /** File name. */
  readonly filename?: string | undefined;
}

/** A file the platform sent. `console.log` hides its bytes and its name. */
export class Download extends Answer {
  /** Its bytes. */
  readonly content!: Buffer;

  /** A file that nobody sent, for tests of your own: `Download.fake(bytes, { filename: 'a.pdf' })`. */
  static fake(content: Uint8Array, file: FakeFile = {}): Download {
    const { contentType, filename, ...response } = file;
    return new Download(Buffer.from(content), contentType, filename, metaOf(response));
  }

  /** @internal */
  constructor(
    content: Buffer,
    /** Media type, as sent. */
    readonly contentType: string | undefined,
    /** File name, without any folder. */
    readonly filename: string | undefined,
    meta: Meta,
  ) {
    super(meta);
    // Not shown: it can be a contract.
    Object.defineProperty(this, 'content', { value: content, enumerable: false });
  }

  /** The number of bytes and the media type: names of files are often those of persons. */
  override toString(): string {
    return `Download { ${this.content.length} bytes, contentType: ${inspect(this.contentType)} }`;
  }

  /** @internal */
  [inspect.custom](): string {
    return this.toString();
  }
}
