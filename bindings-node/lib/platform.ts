/** Which of the platforms' packages is for this machine. Imports nothing of this package: `qiyuesuo-cli` takes it along. */

import { existsSync, readFileSync } from 'node:fs';

/** The C library that runs this process: musl's loader is mapped then. Debian's package musl only puts it on the disk. */
function libc(): 'gnu' | 'musl' {
  try {
    return readFileSync('/proc/self/maps', 'latin1').includes('/ld-musl-') ? 'musl' : 'gnu';
  } catch {
    return existsSync('/etc/alpine-release') ? 'musl' : 'gnu';
  }
}

/** The name of the package that has the file for this machine. @internal */
export function platformPackage(prefix: string): string {
  const { platform, arch } = process;
  const abi = platform === 'linux' ? `-${libc()}` : platform === 'win32' ? '-msvc' : '';
  return `${prefix}-${platform}-${arch}${abi}`;
}

/** For people. @internal */
export function thisMachine(): string {
  const { bun, deno } = process.versions;
  const runtime = bun ? `Bun ${bun}` : deno ? `Deno ${deno}` : `Node ${process.version}`;
  return `${platformPackage('').slice(1)}, ${runtime}`;
}
