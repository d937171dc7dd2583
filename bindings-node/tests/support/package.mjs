/** The package under test: what is installed, with its inside where a test needs it. */

import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** The repository. */
export const SOURCE = process.env.QYS_SOURCE ?? fileURLToPath(new URL('../../..', import.meta.url));

/** The folder of the installed package. */
export const FOLDER = dirname(require.resolve('qiyuesuo/package.json'));

/** A module that the package does not export: for what no user can do. */
export function internals(module) {
  return require(`${FOLDER}/dist/${module}`);
}
