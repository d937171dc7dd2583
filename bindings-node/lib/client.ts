/** The client. */

import { inspect } from 'node:util';

import { submit, type Make } from './engine';
import { ConfigurationError, guarded } from './errors';
import { isFile, partsOf } from './files';
import { Families } from './generated/families';
import type { ClientOptions, ViewOptions } from './generated/options';
import { hide } from './hidden';
import { jsonText, refuse } from './json';
import { heard } from './logs';
import { native, type NativeBridge } from './native';
import { hasOptions, optionsText } from './options';
import type { Caller, ResultClass } from './resource';
import type { Answer } from './response';
import { type Download, RawReply } from './result';
import type { Attempt, CallOptions, FileInput, RawOptions } from './types';

type Parts = ReturnType<typeof partsOf>;
type OnAttempt = (attempt: Attempt) => void;

/** The envelope as `compat` hands it on: also where its `code` tells of a refusal. */
export const envelope = Symbol('envelope');

const OPENED = Symbol('opened');

/** What a view is made of, in place of options. */
class Opened {
  constructor(
    readonly bridge: NativeBridge,
    readonly onAttempt: OnAttempt | undefined,
  ) {
    // A Proxy that makes Proxies of what it holds, as Vue does, leaves frozen objects alone; native code knows its own only.
    Object.freeze(this);
  }
}

/**
 * A client of the platform. It serves any number of concurrent calls, keeps its connections, and lives as long as the
 * process; opening one starts no thread and opens no connection. It does not keep the process alive, calls in flight do.
 *
 * @example
 * ```ts
 * const client = new Client({ appToken, appSecret, environment: 'test' }); // or new Client(), from QYS_*
 * const ticket = await client.personalAuth.createTicket({
 *   user: { contact: '10020033044', contactType: 'MOBILE' },
 *   mode: 'BANK',
 * });
 * ticket.pluginUrl();
 * ```
 */
export class Client extends Families {
  /** @internal */
  readonly [OPENED]!: Opened;

  /**
   * Opens a client. What is not given comes from the environment (`QYS_APP_TOKEN`, `QYS_BASE_URL`, ...) and then from
   * the default.
   *
   * @throws ConfigurationError if an option is missing or wrong; `field` names it.
   */
  constructor(options: ClientOptions = {}) {
    const opened = options instanceof Opened ? options : open(options);
    super(new Calls(opened));
    hide(this, OPENED, opened);
  }

  /**
   * A second client on the same connections with some options changed, also with another customer's credentials. Cheap.
   * Closing either leaves the other open.
   *
   * @throws ConfigurationError if an option is wrong, or belongs to the connections themselves.
   */
  withOptions(options: ViewOptions): Client {
    const text = optionsText(options);
    const bridge = guarded(() => this[OPENED].bridge.withOptions(text));
    return new Client(new Opened(bridge, this[OPENED].onAttempt) as unknown as ClientOptions);
  }

  /**
   * Any endpoint of the platform, signed by this client. The answer is the whole envelope, whose `code` says success.
   *
   * @param method - such as `GET`.
   * @param path - below the base address, such as `/v2/contract/detail`.
   */
  async request(method: string, path: string, options: RawOptions = {}): Promise<RawReply> {
    return raw(this[OPENED], method, path, 'json', options, (data, meta) => new RawReply(data, meta));
  }

  /** @internal */
  async [envelope](method: string, path: string, options: RawOptions): Promise<unknown> {
    return raw(this[OPENED], method, path, 'envelope', options, (data) => data);
  }

  /** A file of the platform, signed by this client. */
  async download(method: string, path: string, options: RawOptions = {}): Promise<Download> {
    return raw(this[OPENED], method, path, 'bytes', options, (download) => download as Download);
  }

  /** Ends the client: its calls in flight are rejected with a CancelledError, later ones with a ConfigurationError. */
  close(): void {
    this[OPENED].bridge.close();
  }

  /** @internal */
  [inspect.custom](): string {
    return 'Client {}';
  }
}

function open(options: ClientOptions): Opened {
  const { onAttempt } = options;
  if (onAttempt !== undefined && typeof onAttempt !== 'function') {
    const message = '`onAttempt` must be a function';
    throw new ConfigurationError({ kind: 'configuration', message, field: 'onAttempt' });
  }
  const text = optionsText(options);
  const bridge = guarded(() => new native.Bridge(text, onAttempt !== undefined));
  return new Opened(bridge, onAttempt);
}

/** The calls of a client. */
class Calls implements Caller {
  constructor(private readonly opened: Opened) {}

  typed<T extends Answer>(
    operation: string,
    request: object,
    kind: ResultClass<T> | undefined,
    options: CallOptions | undefined,
    files: readonly string[] | undefined,
  ): Promise<T> {
    try {
      let parts: Parts;
      if (files !== undefined) {
        ({ request, parts } = withoutFiles(operation, request as Record<string, unknown>, files));
      }
      return call(this.opened, operation, jsonText(request, operation), parts, options, (content, meta) => {
        return kind === undefined ? (content as T) : new kind(content, meta);
      });
    } catch (error) {
      return Promise.reject(error);
    }
  }
}

function withoutFiles(operation: string, request: Record<string, unknown>, files: readonly string[]) {
  const rest = { ...request };
  // A file under another name is none of the request's fields either: the core says which files there are.
  const found = Object.entries(rest).filter(([name, value]) => files.includes(name) || isFile(value));
  for (const [name] of found) {
    delete rest[name];
  }
  return { request: rest, parts: partsOf(operation, found as [string, FileInput | readonly FileInput[] | undefined][]) };
}

function raw<T>(
  opened: Opened,
  method: string,
  path: string,
  answer: 'json' | 'envelope' | 'bytes',
  options: RawOptions,
  make: Make<T>,
): Promise<T> {
  const { query, json, files, repeatable = false, ...rest } = options;
  const text = jsonText({ method, path, query: queryPairs(query), json, answer, repeatable }, 'request');
  const parts = files === undefined ? undefined : partsOf('request', Array.isArray(files) ? files : Object.entries(files));
  return call(opened, 'request', text, parts, rest, make);
}

/** Pairs, a Map or URLSearchParams as they are, an object by its members. */
function queryPairs(query: unknown): [string, string][] {
  if (query === undefined || query === null) {
    return [];
  }
  if (typeof query !== 'object') {
    refuse('query', 'must be an object, pairs, a Map or URLSearchParams', 'request');
  }
  const pairs = Symbol.iterator in query ? [...(query as Iterable<[string, unknown]>)] : Object.entries(query);
  return pairs
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => {
      if (!['string', 'number', 'bigint', 'boolean'].includes(typeof value)) {
        refuse(`query.${name}`, 'must be a text, a number or a boolean', 'request');
      }
      if (typeof value === 'number' && !(Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value)))) {
        refuse(`query.${name}`, 'is a number that is not exact: give it as a string or a bigint', 'request');
      }
      return [String(name), String(value)];
    });
}

function call<T>(
  opened: Opened,
  operation: string,
  request: string,
  parts: Parts,
  options: CallOptions | undefined,
  make: Make<T>,
): Promise<T> {
  if (parts instanceof Promise) {
    return parts.then((read) => call(opened, operation, request, read, options, make));
  }
  const over = options !== undefined && hasOptions(options) ? optionsText(options) : undefined;
  const watched = opened.onAttempt === undefined ? undefined : (id: number) => tell(opened, id);
  return submit(opened.bridge, operation, request, parts, over, options?.signal, watched, make);
}

function tell({ bridge, onAttempt }: Opened, id: number): void {
  for (const told of JSON.parse(bridge.takeAttempts(id)) as Record<string, unknown>[]) {
    const attempt = {
      operation: told['operation'],
      attempt: told['attempt'],
      httpStatus: told['http_status'],
      code: told['code'],
      elapsedMs: told['elapsed_ms'],
      errorKind: told['error_kind'],
    } as Attempt;
    heard('onAttempt', () => onAttempt?.(attempt));
  }
}
