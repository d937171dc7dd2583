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
  files: Iterable<readonly [string, FileInput | undefined]>,
): NativePart[] | undefined | Promise<NativePart[]> {
  const parts: Part[] = [];
  for (const [name, file] of files) {
    if (file === undefined || file === null) {
      continue;
    }
    const { data, filename, contentType = data instanceof Blob && data.type ? data.type : undefined } = described(name, file);
    if (!isContent(data)) {
      const message = `\`${name}\` must be a Uint8Array or a Blob, or an object with one as \`data\``;
      throw new ValidationError({ kind: 'validation', message, field: name, operation });
    }
    parts.push({ name, data, ...(filename !== undefined && { filename }), ...(contentType !== undefined && { contentType }) });
  }
  if (parts.some(({ data }) => data instanceof Blob)) {
    return Promise.all(parts.map(read));
  }
  return parts.length > 0 ? (parts as NativePart[]) : undefined;
}

type Part = Omit<NativePart, 'data'> & { data: Uint8Array | Blob };

async function read(part: Part): Promise<NativePart> {
  return { ...part, data: part.data instanceof Blob ? new Uint8Array(await part.data.arrayBuffer()) : part.data };
}

function isContent(value: unknown): value is Uint8Array | Blob {
  // One of another realm (a vm context, Jest) is as good as ours.
  return isUint8Array(value) || value instanceof Blob;
}

/** Bytes alone are named as their part, or as the File they are. */
function described(name: string, file: FileInput): FilePart {
  if (file instanceof Blob) {
    return { data: file, filename: (file as { name?: string }).name ?? name };
  }
  return isUint8Array(file) ? { data: file, filename: name } : file;
}
