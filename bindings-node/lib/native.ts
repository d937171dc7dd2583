/** Finds and loads the native module. */

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

import { ConfigurationError } from './errors';

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
  takeAttempts(): string;
  close(): void;
}

/** The completions of this thread. @internal */
export interface NativeQueue {
  drain(max: number): string;
  takeDownloads(): Buffer[];
  takeLogs(): string;
}

/** What the native module has. @internal */
export interface Native {
  Bridge: new (options: string, watch: boolean) => NativeBridge;
  Queue: new (wake: () => void) => NativeQueue;
  cancel(id: number): boolean;
  sign(request: string): string;
  callbackParse(request: string): string;
  pluginUrl(ticket: string, page: string, env: string, hasCallback: boolean): string;
  version(): string;
  enableLogs(level: number): void;
}

/** `glibc`, `musl` or nothing, as Node itself reports it. */
function libc(): 'gnu' | 'musl' | undefined {
  if (process.platform !== 'linux') {
    return undefined;
  }
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime === undefined ? 'musl' : 'gnu';
}

/** The name of the package that has the native module for this machine. @internal */
export function platformPackage(prefix: string): string {
  const { platform, arch } = process;
  const suffix = { linux: `-${libc() ?? 'gnu'}`, win32: '-msvc' }[platform as string] ?? '';
  return `${prefix}-${platform}-${arch}${suffix}`;
}

function load(): Native {
  const require = createRequire(__filename);
  const given = process.env['QYS_NODE_BINDING'];
  const name = platformPackage('qiyuesuo');
  const tries = given ? [given] : [name, `${__dirname}/${name}.node`];
  const failures: Error[] = [];
  for (const path of tries) {
    try {
      return require(path) as Native;
    } catch (error) {
      const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
      const found = path.endsWith('.node') && existsSync(path) ? 'found, but it does not load' : 'not found';
      failures.push(new Error(`${path}: ${found}: ${why}`, { cause: error }));
    }
  }
  const system = `${process.platform}-${process.arch}${libc() ? `-${libc()}` : ''}, Node ${process.version}`;
  const cure = given
    ? 'QYS_NODE_BINDING must name the native module itself, a file that ends in .node.'
    : `Install where it runs, with optional dependencies (npm install without --omit=optional), so that ${name} comes along; ` +
      'a bundler must leave `qiyuesuo` external; QYS_NODE_BINDING can name the file.';
  const tried = failures.map((failure) => `  ${failure.message}`).join('\n');
  throw new ConfigurationError(
    { kind: 'configuration', message: `qiyuesuo cannot load its native module (${system}).\n${tried}\n${cure}` },
    { cause: new AggregateError(failures, 'each attempt') },
  );
}

/** The native module. @internal */
export const native: Native = load();
