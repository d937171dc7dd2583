/** Which of the platforms' packages is for this machine. Has no imports: `qiyuesuo-cli` takes it along. */

/** The C library, as Node itself reports it. */
function libc(): 'gnu' | 'musl' {
  const report = process.report as (NodeJS.ProcessReport & { excludeNetwork?: boolean }) | undefined;
  const before = report?.excludeNetwork;
  if (report !== undefined) {
    // Otherwise it looks up the names of all interfaces, which can take seconds.
    report.excludeNetwork = true;
  }
  const told = report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  if (report !== undefined && before !== undefined) {
    report.excludeNetwork = before;
  }
  // A runtime that does not tell is taken for one with glibc.
  return told?.header === undefined || told.header.glibcVersionRuntime !== undefined ? 'gnu' : 'musl';
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
