/** What the generated families stand on. */

import { hide } from './hidden';
import type { CallOptions } from './types';
import type { Answer, Meta } from './response';
import type { Download } from './result';

/** The class of a result. @internal */
export type ResultClass<T extends Answer> = new (content: any, meta: Meta) => T;

/** What makes the calls of a family. @internal */
export interface Caller {
  /** Without a class the answer is a file. @internal */
  typed<T extends Answer>(
    operation: string,
    request: object,
    kind: ResultClass<T> | undefined,
    options: CallOptions | undefined,
    files: readonly string[] | undefined,
  ): Promise<T>;
}

const CALLER = Symbol('caller');

/** A family of calls of a client. */
export abstract class Resource {
  /** @internal */
  readonly [CALLER]!: Caller;

  /** @internal */
  constructor(caller: Caller) {
    hide(this, CALLER, caller);
  }

  /** @internal */
  protected call<T extends Answer>(
    operation: string,
    request: object,
    kind: ResultClass<T>,
    options?: CallOptions,
    files?: readonly string[],
  ): Promise<T> {
    return this[CALLER].typed(operation, request, kind, options, files);
  }

  /** A call whose answer is a file. @internal */
  protected file(operation: string, request: object, options?: CallOptions): Promise<Download> {
    return this[CALLER].typed<Download>(operation, request, undefined, options, undefined);
  }
}

