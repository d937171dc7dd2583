/** Files on their way to the native module. */

import { ValidationError } from './errors';
import type { NativePart } from './native';
import type { FileInput } from './types';

/** Whether it can only be a file. @internal */
export function isFile(value: unknown): boolean {
  return value instanceof Uint8Array || (value as { data?: unknown } | null | undefined)?.data instanceof Uint8Array;
}

/** The parts of the files that are given, by the name of the part. @internal */
export function partsOf(
  operation: string,
  files: Iterable<readonly [string, FileInput | undefined]>,
): NativePart[] | undefined {
  const parts: NativePart[] = [];
  for (const [name, file] of files) {
    if (file === undefined || file === null) {
      continue;
    }
    const { data, filename, contentType } =
      file instanceof Uint8Array ? { data: file, filename: name, contentType: undefined } : file;
    if (!(data instanceof Uint8Array)) {
      const message = `\`${name}\` must be a Uint8Array, or an object with one as \`data\``;
      throw new ValidationError({ kind: 'validation', message, field: name, operation });
    }
    parts.push({ name, data, ...(filename !== undefined && { filename }), ...(contentType !== undefined && { contentType }) });
  }
  return parts.length > 0 ? parts : undefined;
}
