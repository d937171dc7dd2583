/** Types that users and the package share, and that are not the platform's. */

import type { ViewOptions } from './generated/options';

/** Token and secret of an agent (SaaS). */
export interface Agent {
  /** Its token. */
  token: string;
  /** Its secret. It signs and never travels. */
  secret: string;
}

/**
 * How requests are signed, as data. For the day the platform publishes another rule.
 *
 * The documentation of the core has the whole story: presets are `md5` (default), `md5-without-nonce` and
 * `hmac-sha256-provisional`, which is a guess.
 */
export interface SignatureRule {
  /** The digest. */
  digest: 'md5' | 'hmac-sha256' | (string & {});
  /** What is joined: `token`, `secret`, `timestamp`, `nonce`. */
  parts: readonly string[];
  /** Key of an HMAC: `secret`, or `none`. */
  key?: 'secret' | 'none' | (string & {});
  /** How the digest is written. Default: `hex`, in lower case. */
  encoding?: 'hex' | 'HEX' | 'base64' | (string & {});
  /** Further headers, always the same. */
  headers?: Readonly<Record<string, string>>;
}

/** An attempt of a call, as `onAttempt` gets it. */
export interface Attempt {
  /** Such as `personal_auth.create_ticket`, or `request` for a raw request. */
  readonly operation: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** HTTP status, if an answer arrived. */
  readonly httpStatus: number | undefined;
  /** `code` of the platform's envelope, if there was one. */
  readonly code: number | undefined;
  /** How long it took, in milliseconds. */
  readonly elapsedMs: number;
  /** The kind of failure, if it failed. */
  readonly errorKind: string | undefined;
}

/** Options of one call. All but `signal` and `timeoutMs` are those of a view. */
export interface CallOptions extends ViewOptions {
  /** Drops the request when it is aborted; the promise is rejected with a CancelledError whose `cause` is the reason. */
  signal?: AbortSignal | undefined;
  /** Longest time for the call with all its attempts and waits, in milliseconds. Short for `totalTimeoutMs`. */
  timeoutMs?: number | undefined;
}

/** A file with its name and media type. */
export interface FilePart {
  /** Its bytes. They are copied when the call is made. */
  data: Uint8Array | Blob;
  /** Its name. Without one it is a text part. */
  filename?: string | undefined;
  /** Its media type. */
  contentType?: string | undefined;
}

/** A file of a call; or bytes alone, which are then named as their part; or a Blob, such as a File, with its name and type. */
export type FileInput = Uint8Array | Blob | FilePart;

/** What a raw request carries. */
export interface RawOptions extends CallOptions {
  /** The query of the address; a list of pairs where a name stands twice. Members that are undefined are left out. */
  query?:
    | Readonly<Record<string, string | number | bigint | boolean | undefined>>
    | ReadonlyArray<readonly [string, string | number | bigint | boolean]>
    | undefined;
  /** The JSON body. */
  json?: unknown;
  /** Parts of a multipart body; a list of pairs where a name stands twice. */
  files?:
    | Readonly<Record<string, FileInput | undefined>>
    | ReadonlyArray<readonly [string, FileInput | undefined]>
    | undefined;
  /** Whether it may be repeated after it may have reached the platform. Default: no, whatever the method. */
  repeatable?: boolean | undefined;
}

/** What every object inside a result may have. */
export interface Others {
  /** Members the platform sent beside the declared ones, or of another type than declared. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** An object inside a result. */
export type Received<T> = T & Others;
