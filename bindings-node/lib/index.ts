/**
 * *Unofficial* SDK for the Qiyuesuo (契约锁) e-signature open platform.
 *
 * @packageDocumentation
 */

import { native } from './native';

export * as callback from './callback';
export { CallbackEvent, type CallbackForm, type CallbackOptions, type CallbackReply, type FakeEvent } from './callback';
export { Client } from './client';
export {
  APIConnectionError,
  APIError,
  APITimeoutError,
  AuthenticationError,
  CallbackError,
  CancelledError,
  ConfigurationError,
  type ErrorAttributes,
  InternalError,
  InvalidResponseError,
  PermissionDeniedError,
  QiyuesuoError,
  RateLimitError,
  ServerError,
  ValidationError,
} from './errors';
export * from './generated/index';
export { type LogLevel, type LogSink, setLog } from './logs';
export type { ResponseInfo } from './response';
export { Download, type FakeFile, type FakeMembers, type FakeMeta, OpenResult, RawReply, Result, TicketResult } from './result';
export { sign, type SignOptions } from './sign';
export type { Agent, Attempt, CallOptions, FileInput, FilePart, Others, RawOptions, Received, SignatureRule } from './types';

/** The version of the SDK. */
export const VERSION: string = native.version();
