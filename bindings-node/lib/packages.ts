/** The packages that have the native module, one for each platform. */

import { createRequire } from 'node:module';

/** What webpack puts in the place of `require`. */
declare const __webpack_require__: unknown;

/**
 * Requires one of them, or a file.
 *
 * @internal
 */
export function required(name: string): unknown {
  // Not the `require` of this module, into whose place bundlers put their own. In a bundle it looks from where the bundle is.
  const load = createRequire(typeof __filename === 'string' ? __filename : (process.argv[1] ?? process.execPath));
  return load(found(name) ?? name);
}

/**
 * The file of a package, by its literal name: what traces files (Next.js, Vercel, Turbopack) sees it here, and takes it along.
 */
function found(name: string): string | undefined {
  // webpack would try to read the file; it knows this condition, and passes over what follows.
  if (typeof __webpack_require__ !== 'undefined') {
    return undefined;
  }
  try {
    switch (name) {
      case 'qiyuesuo-darwin-arm64':
        return require.resolve('qiyuesuo-darwin-arm64');
      case 'qiyuesuo-darwin-x64':
        return require.resolve('qiyuesuo-darwin-x64');
      case 'qiyuesuo-linux-arm64-gnu':
        return require.resolve('qiyuesuo-linux-arm64-gnu');
      case 'qiyuesuo-linux-arm64-musl':
        return require.resolve('qiyuesuo-linux-arm64-musl');
      case 'qiyuesuo-linux-x64-gnu':
        return require.resolve('qiyuesuo-linux-x64-gnu');
      case 'qiyuesuo-linux-x64-musl':
        return require.resolve('qiyuesuo-linux-x64-musl');
      case 'qiyuesuo-win32-x64-msvc':
        return require.resolve('qiyuesuo-win32-x64-msvc');
      default:
        return undefined;
    }
  } catch {
    // Not installed, or no `require` in this bundle: what `load` says of it is told.
    return undefined;
  }
}
