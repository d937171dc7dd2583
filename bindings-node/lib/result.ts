/** What the platform answered. */

import { inspect } from 'node:util';

import { native } from './native';
import { guarded } from './errors';
import { OBJECTS } from './generated/objects';

/** What is known of an answer beside its content. @internal */
export interface Meta {
  readonly httpStatus: number;
  readonly attempts: number;
  readonly page: string | null;
  readonly env: string | null;
}

/**
 * A result. It cannot be changed. `console.log` and string conversion hide its values, which can be tickets and
 * personal data; `JSON.stringify` writes the platform's members, `extra` included.
 */
export class Result {
  /** @internal */
  static readonly members: readonly string[] = [];
  /** @internal The members that are objects, or lists of them, with their types. */
  static readonly objects: Readonly<Record<string, string>> = {};
  readonly #meta: Meta;
  readonly #extra: Readonly<Record<string, unknown>>;

  /** @internal */
  constructor(members: Record<string, unknown>, meta: Meta) {
    this.#meta = meta;
    for (const name of (this.constructor as typeof Result).members) {
      const value = members[name];
      if (value !== undefined) {
        (this as Record<string, unknown>)[name] = value;
      }
    }
    const extra = members['extra'] as Record<string, unknown> | undefined;
    this.#extra = extra === undefined ? NOTHING : Object.freeze(extra);
    Object.freeze(this);
  }

  /** HTTP status of the answer. */
  get httpStatus(): number {
    return this.#meta.httpStatus;
  }

  /** How many attempts the call took. */
  get attempts(): number {
    return this.#meta.attempts;
  }

  /** Members the platform sent beside the declared ones, or of another type than declared. */
  get extra(): Readonly<Record<string, unknown>> {
    return this.#extra;
  }

  /** The members the platform sent, under its names, `extra` included. */
  toJSON(): Record<string, unknown> {
    return rejoined({ ...this, extra: this.#extra }, (this.constructor as typeof Result).objects) as Record<string, unknown>;
  }

  /** The name of the class and of the members; values are hidden. */
  toString(): string {
    const shown = Object.keys(this.toJSON()).map((name) => `${name}: ***`);
    return `${this.constructor.name} { ${shown.join(', ')} }`;
  }

  /** @internal */
  [inspect.custom](): string {
    return this.toString();
  }

  /** @internal */
  protected get meta(): Meta {
    return this.#meta;
  }
}

const NOTHING: Readonly<Record<string, unknown>> = Object.freeze({});

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
    const { page, env } = this.meta;
    if (page === null || env === null) {
      return undefined;
    }
    return guarded(() => native.pluginUrl(this.ticket, page, env, hasCallback));
  }
}

/** The answer to a raw request. Its content is hidden from `console.log`. */
export class RawReply {
  /** HTTP status of the answer. */
  readonly httpStatus: number;
  /** How many attempts the call took. */
  readonly attempts: number;
  readonly #data: unknown;

  /** @internal */
  constructor(data: unknown, meta: Meta) {
    this.#data = data;
    this.httpStatus = meta.httpStatus;
    this.attempts = meta.attempts;
  }

  /** The whole envelope: `code`, `message`, `result`. Integers beyond 2^53 are strings. */
  get data(): any {
    return this.#data;
  }

  /** The envelope. */
  toJSON(): unknown {
    return this.#data;
  }
}

/** A file the platform sent. */
export class Download {
  /** Its bytes. */
  readonly content!: Buffer;

  /** @internal */
  constructor(
    content: Buffer,
    /** Media type, as sent. */
    readonly contentType: string | undefined,
    /** File name, without any folder. */
    readonly filename: string | undefined,
    /** HTTP status of the answer. */
    readonly httpStatus: number,
    /** How many attempts the call took. */
    readonly attempts: number,
  ) {
    // Not shown: it can be a contract.
    Object.defineProperty(this, 'content', { value: content, enumerable: false });
  }
}
