/**
 * The names that the platform's own documentation uses. There is no SDK of the platform for JavaScript: class names, the
 * order of arguments and setters are those of its Java SDK, and every call is awaited.
 *
 * Errors are this package's, with `kind` and the other attributes; `BaseSdkException` is the name of their base here.
 *
 * @example
 * ```ts
 * const sdkClient = new SdkClient(url, accessToken, accessSecret);
 * const request = new UserAuthMiniappTicketRequest(new User('10020033044', 'MOBILE'));
 * const response = await sdkClient.service(request);
 * const { code, message, result } = JSONUtils.toQysResponse<{ ticket: string }>(response);
 * ```
 *
 * @packageDocumentation
 */

import { type Accessors, Bean, type SdkRequest } from './bean';
import { Client, envelope } from './client';
import { isFile } from './files';
import type { ClientOptions } from './generated/options';
import { hide } from './hidden';
import { jsonText } from './json';
import type { Download } from './result';
import type { FileInput, RawOptions } from './types';

export { type Accessors, Bean, type Given, type Route, SdkRequest } from './bean';
export { QiyuesuoError as BaseSdkException } from './errors';
export * from './generated/compat';

/** The members of {@link User}. */
interface UserMembers {
  /** Where the person is reached. */
  contact: string;
  /** What kind of contact that is, such as `MOBILE`. */
  contactType: string;
  /** The person's name. */
  name: string;
}

/** The members of {@link Company}. */
interface CompanyMembers {
  /** Id of the company. */
  id: string;
  /** Its name. */
  name: string;
  /** Its registration number. */
  registerNo: string;
}

/** A person. */
export class User extends Bean {
  /** @internal */
  static override readonly members: readonly string[] = ['contact', 'contactType', 'name'];

  constructor(contact?: string, contactType?: string) {
    super({ contact, contactType });
  }
}
export interface User extends Accessors<UserMembers> {}

/** A company of an agent's customer. */
export class Company extends Bean {
  /** @internal */
  static override readonly members: readonly string[] = ['id', 'name', 'registerNo'];

  constructor(name?: string, registerNo?: string) {
    super({ name, registerNo });
  }
}
export interface Company extends Accessors<CompanyMembers> {}

const CLIENT = Symbol('client');

/** `new SdkClient(url, accessToken, accessSecret)`. */
export class SdkClient {
  /** @internal */
  readonly [CLIENT]!: Client;

  /** @param options - further options, as of `Client` of the package `qiyuesuo`. */
  constructor(url: string, accessToken: string, accessSecret: string, options: ClientOptions = {}) {
    hide(this, CLIENT, new Client({ ...this.credentials(accessToken, accessSecret), baseUrl: url, ...options }));
  }

  /** @internal */
  protected credentials(appToken: string, appSecret: string): ClientOptions {
    return { appToken, appSecret };
  }

  /**
   * The JSON text of the platform's answer, also when its `code` says that the call failed; `code` is a number. Integers
   * beyond 2^53 are strings in it.
   *
   * @throws BaseSdkException when there is no such answer: no connection, an HTTP status of 400 and above, or a success
   * without the result that the call promises.
   */
  async service(request: SdkRequest): Promise<string> {
    const { method, path } = request.route;
    return JSON.stringify(await this[CLIENT][envelope](method, path, contentOf(request)));
  }

  /** The file that the platform answers with. */
  async download(request: SdkRequest): Promise<Download> {
    const { method, path } = request.route;
    return this[CLIENT].download(method, path, contentOf(request));
  }

  /** Ends the client. */
  close(): void {
    this[CLIENT].close();
  }
}

/** The client of an agent. Mind the order of its arguments: `new SaaSSdkClient(agentToken, agentSecret, url)`. */
export class SaaSSdkClient extends SdkClient {
  constructor(agentToken: string, agentSecret: string, url: string, options: ClientOptions = {}) {
    super(url, agentToken, agentSecret, options);
  }

  /** @internal */
  protected override credentials(token: string, secret: string): ClientOptions {
    return { agent: { token, secret } };
  }
}

/** The platform's envelope. */
export class SdkResponse<T> {
  constructor(
    /** 0 when the call succeeded. */
    readonly code: number,
    /** What the platform says. */
    readonly message: string,
    /** The result. */
    readonly result: T | undefined,
  ) {
    // It can be a ticket: not for logs.
    Object.defineProperty(this, 'result', { enumerable: false });
  }

  /** `code`. */
  getCode(): number {
    return this.code;
  }

  /** `message`. */
  getMessage(): string {
    return this.message;
  }

  /** `result`. */
  getResult(): T | undefined {
    return this.result;
  }
}

/** Reads answers. */
export const JSONUtils = {
  /** The envelope of an answer's text. */
  toQysResponse<T = any>(response: string): SdkResponse<T> {
    const { code, message, result } = JSON.parse(response) as { code: number; message: string; result?: T };
    return new SdkResponse(code, message, result);
  },
};

function contentOf(request: SdkRequest): RawOptions {
  const { encoding, repeatable } = request.route;
  const members = request.toJSON();
  if (encoding === 'json') {
    return { repeatable, json: members };
  }
  if (encoding === 'query') {
    return { repeatable, query: members as Record<string, string> };
  }
  const files = Object.entries(members).map(([name, value]): [string, FileInput] => [name, part(value)]);
  return { repeatable, files };
}

function part(value: unknown): FileInput {
  if (isFile(value)) {
    return value as FileInput;
  }
  return { data: Buffer.from(typeof value === 'string' ? value : jsonText(value)) };
}
