/** Finds and loads the native module. */

import { ConfigurationError } from './errors';
import { required } from './packages';
import { platformPackage, thisMachine } from './platform';

/** A file on its way to the native module. @internal */
export interface NativePart {
  name: string;
  filename?: string;
  contentType?: string;
  data: Uint8Array;
}

/** A client of the native module. @internal */
export interface NativeBridge {
  withOptions(options: string): NativeBridge;
  submit(
    queue: NativeQueue,
    operation: string,
    request: string,
    parts?: readonly NativePart[],
    options?: string,
  ): number;
  takeAttempts(id: number): string;
  close(): void;
}

/** The completions of this thread. @internal */
export interface NativeQueue {
  drain(max: number): string;
  /** The bytes of the next download of the last drain. */
  takeDownload(): Buffer;
  takeLogs(): string;
}

/** What the native module has. @internal */
export interface Native {
  Bridge: new (options: string, watch: boolean) => NativeBridge;
  Queue: new (wake: () => void) => NativeQueue;
  cancel(id: number): boolean;
  sign(request: string): string;
  callbackParse(request: string): string;
  quoteIntegers(json: string): string;
  pluginUrl(ticket: string, page: string, env: string, hasCallback: boolean): string;
  version(): string;
  enableLogs(level: number): void;
}

function load(): Native {
  const given = process.env['QYS_NODE_BINDING'];
  const name = platformPackage('qiyuesuo');
  const failures: Error[] = [];
  for (const path of given ? [given] : [name, `./${name}.node`]) {
    try {
      return required(path) as Native;
    } catch (cause) {
      const why = String((cause as Error).message).split('\n')[0];
      failures.push(new Error(`${path}: ${why}`, { cause }));
    }
  }
  const cure = given
    ? 'QYS_NODE_BINDING must be the path of the native module, a file that ends in .node.'
    : `Install where it runs, with optional dependencies (without --omit=optional), so that ${name} comes along. ` +
      'A bundle needs that package beside it, or leaves qiyuesuo out (Next.js: serverExternalPackages: ["qiyuesuo"]). ' +
      'QYS_NODE_BINDING can name the file.';
  const tried = failures.map((failure) => `  ${failure.message}`).join('\n');
  const message = `qiyuesuo cannot load its native module (${thisMachine()}).\n${tried}\n${cure}`;
  throw new ConfigurationError({ kind: 'configuration', message }, { cause: new AggregateError(failures, 'each attempt') });
}

/** The native module. @internal */
export const native: Native = load();
