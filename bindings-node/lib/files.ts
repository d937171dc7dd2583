/** Files on their way to the native module. */

import { isUint8Array } from 'node:util/types';

import { ValidationError } from './errors';
import type { NativePart } from './native';
import type { FileInput, FilePart } from './types';

/** Whether it can only be a file. @internal */
export function isFile(value: unknown): boolean {
  return isContent(value) || isContent((value as { data?: unknown } | null | undefined)?.data);
}

/**
 * The parts of the files that are given, by the name of the part. A promise when one is a Blob, which is read only then.
 * @internal
 */
export function partsOf(
  operation: string,
  files: Iterable<readonly [string, FileInput | readonly FileInput[] | undefined]>,
): NativePart[] | undefined | Promise<NativePart[]> {
  const parts: Part[] = [];
  for (const [name, file] of each(files)) {
    const { data, filename, contentType = isBlob(data) && data.type ? data.type : undefined } = described(name, file);
    if (!isContent(data)) {
      const message = `\`${name}\` must be a Uint8Array or a Blob, or an object with one as \`data\``;
      throw new ValidationError({ kind: 'validation', message, field: name, operation });
    }
    parts.push({ name, data, ...(filename !== undefined && { filename }), ...(contentType !== undefined && { contentType }) });
  }
  if (parts.some(({ data }) => isBlob(data))) {
    return Promise.all(parts.map(read));
  }
  return parts.length > 0 ? (parts as NativePart[]) : undefined;
}

/** Several files of one name are a list; what is not given is left out. */
function* each(files: Iterable<readonly [string, FileInput | readonly FileInput[] | undefined]>): Iterable<readonly [string, FileInput]> {
  for (const [name, given] of files) {
    for (const file of Array.isArray(given) ? (given as readonly FileInput[]) : [given as FileInput | undefined]) {
      if (file !== undefined && file !== null) {
        yield [name, file];
      }
    }
  }
}

type Part = Omit<NativePart, 'data'> & { data: Uint8Array | Blob };

async function read(part: Part): Promise<NativePart> {
  return { ...part, data: isBlob(part.data) ? new Uint8Array(await part.data.arrayBuffer()) : part.data };
}

// Those of another realm (a vm context, Jest) are as good as ours.

function isContent(value: unknown): value is Uint8Array | Blob {
  return isUint8Array(value) || isBlob(value);
}

function isBlob(value: unknown): value is Blob {
  const named = Object.prototype.toString.call(value);
  return (named === '[object Blob]' || named === '[object File]') && typeof (value as Blob).arrayBuffer === 'function';
}

/** Bytes alone are named as their part, or as the File they are. */
function described(name: string, file: FileInput): FilePart {
  if (isBlob(file)) {
    return { data: file, filename: (file as { name?: string }).name ?? name };
  }
  return isUint8Array(file) ? { data: file, filename: name } : file;
}
