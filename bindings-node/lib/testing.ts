/**
 * For tests: a client that answers what it is told ({@link fakeClient}), and a local stand-in for the platform, `qys emulator` on
 * a free port ({@link Emulator}).
 *
 * The command `qys` comes with the package `qiyuesuo-cli` (`npm install --save-dev qiyuesuo-cli`); the variable `QYS_BIN`
 * can name another.
 *
 * @packageDocumentation
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

import { Client } from './client';
import type { ClientOptions } from './generated/options';

export { type FakeClient, fakeClient } from './fake';

/** The emulator cannot be found or started, or refuses an order. */
export class EmulatorError extends Error {}
Object.defineProperty(EmulatorError.prototype, 'name', { value: 'EmulatorError', writable: true, configurable: true });

/** How the emulator is started. */
export interface EmulatorOptions {
  /** Where to listen on 127.0.0.1. Default: a free port. */
  port?: number | undefined;
  /** Further arguments of `qys emulator`, such as `['--callback-time-scale', '0.01']`. */
  args?: readonly string[] | undefined;
  /** How long it may take to say where it listens. Default: 30,000; milliseconds do unless the machine is very busy. */
  startTimeoutMs?: number | undefined;
}

/** A request that the emulator has seen, with what was signed and how it was judged. */
export interface SeenRequest {
  /** Such as `personal_auth.create_ticket`. */
  readonly operation: string;
  /** HTTP method. */
  readonly method: string;
  /** Path below the base address. */
  readonly path: string;
  /** Its body as text. */
  readonly body: string;
  /** What else the emulator tells, see its documentation. */
  readonly [member: string]: any;
}

/**
 * The command `qys`: that of `QYS_BIN`, that of `qiyuesuo-cli`, or that on `PATH`.
 *
 * @throws EmulatorError if there is none.
 */
export function findQys(): string {
  const given = process.env['QYS_BIN'];
  if (given) {
    if (!runs(given)) {
      throw new EmulatorError(`QYS_BIN names ${given}, which is no program`);
    }
    return given;
  }
  const found = installed() ?? onPath();
  if (found === undefined) {
    throw new EmulatorError(
      'the command qys is missing: `npm install --save-dev qiyuesuo-cli` brings it, or set QYS_BIN to where it is',
    );
  }
  return found;
}

/** Beside this package, or where the program of the user stands. */
function installed(): string | undefined {
  for (const from of [__filename, join(process.cwd(), 'x')]) {
    try {
      return (createRequire(from)('qiyuesuo-cli') as { program(): string }).program();
    } catch {
      // Not there: the next place.
    }
  }
  return undefined;
}

function onPath(): string | undefined {
  const name = process.platform === 'win32' ? 'qys.exe' : 'qys';
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, name)).find(runs);
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A running emulator. It ends with {@link Emulator.stop}, with `await using`, and at the latest with this process. It does
 * not keep the process alive.
 *
 * @example
 * ```ts
 * const emulator = await Emulator.start();
 * const ticket = await emulator.client().personalAuth.createTicket({ user: { contact: '10020033044', contactType: 'MOBILE' } });
 * (await emulator.requests()).at(-1)?.operation; // 'personal_auth.create_ticket'
 * await emulator.stop();
 * ```
 */
export class Emulator {
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #end = (): void => void this.#process.kill();

  private constructor(
    child: ChildProcess,
    /** Its address, for `baseUrl`. */
    readonly url: string,
    /** The App Token it accepts. */
    readonly appToken: string,
    /** Its secret. */
    readonly appSecret: string,
  ) {
    this.#process = child;
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
    process.once('exit', this.#end);
    child.once('exit', () => process.removeListener('exit', this.#end));
  }

  /**
   * Starts it and waits until it listens.
   *
   * @throws EmulatorError if `qys` is missing or does not start.
   */
  static async start(options: EmulatorOptions = {}): Promise<Emulator> {
    const { port = 0, args = [], startTimeoutMs = 30_000 } = options;
    const command = ['emulator', '--listen', `127.0.0.1:${port}`, '--output', 'json', ...args];
    const child = spawn(findQys(), command, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4096);
    });
    let overdue: NodeJS.Timeout | undefined;
    const line = await new Promise<string>((resolve, reject) => {
      createInterface(child.stdout).once('line', resolve);
      child.once('error', reject);
      child.once('close', () => reject(new EmulatorError(`qys emulator did not start: ${said.trim()}`)));
      overdue = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new EmulatorError(`qys emulator said nothing for ${startTimeoutMs / 1000} s and was ended: ${said.trim()}`));
      }, startTimeoutMs);
    }).finally(() => clearTimeout(overdue));
    const { url, app_token: token, app_secret: secret } = JSON.parse(line) as Record<string, string>;
    child.unref();
    // Whatever else it says is read, so that its pipes never fill, and keeps nobody alive.
    for (const stream of [child.stdout.resume(), child.stderr]) {
      (stream as unknown as { unref(): void }).unref();
    }
    return new Emulator(child, url as string, token as string, secret as string);
  }

  /** Ends it. May be called twice. */
  async stop(): Promise<void> {
    this.#process.ref();
    this.#process.kill();
    await this.#ended;
  }

  /** For `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** A client of this emulator; options as of {@link Client}. */
  client(options: ClientOptions = {}): Client {
    const { url: baseUrl, appToken, appSecret } = this;
    return new Client({ baseUrl, appToken, appSecret, ...options });
  }

  /** The requests it has seen, oldest first. */
  async requests(): Promise<SeenRequest[]> {
    const { requests } = (await this.control('GET', 'requests')) as { requests: SeenRequest[] };
    return requests;
  }

  /**
   * Orders faults, as `PUT /_emulator/faults` takes them:
   * `[{ operation: 'personal_auth.create_ticket', fault: { hang: true } }]`.
   */
  async setFaults(faults: readonly object[]): Promise<void> {
    await this.control('PUT', 'faults', faults);
  }

  /** Takes all faults back. */
  async clearFaults(): Promise<void> {
    await this.control('DELETE', 'faults');
  }

  /** Forgets everything: tickets, requests, nonces, faults. */
  async reset(): Promise<void> {
    await this.control('POST', 'reset');
  }

  /** Any call of the control interface: `emulator.control('GET', 'tickets')`. */
  control(method: string, path: string, body?: unknown): Promise<any> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const sent = request(`${this.url}/_emulator/${path}`, { method, headers, agent: false, timeout: 10_000 }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.once('error', reject).once('end', () => {
          const status = answer.statusCode ?? 0;
          if (status >= 400) {
            reject(new EmulatorError(`${method} ${path}: ${status} ${text}`));
          } else {
            resolve(text ? JSON.parse(text) : undefined);
          }
        });
      });
      sent.once('timeout', () => sent.destroy(new EmulatorError(`${method} ${path}: no answer`)));
      sent.once('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}
