/** Signing without a client. */

import { guarded } from './errors';
import { native } from './native';
import type { Agent, SignatureRule } from './types';

/** What is signed, and how. */
export interface SignOptions {
  /** App Token. May be left out, with `secret`, when there is an agent. */
  token?: string | undefined;
  /** App Secret. */
  secret?: string | undefined;
  /** Token and secret of an agent (SaaS). */
  agent?: Agent | undefined;
  /** Milliseconds since 1970, UTC. Default: now. */
  timestamp?: number | undefined;
  /** Used once in ten minutes. Default: a new UUID. */
  nonce?: string | undefined;
  /** `md5` (default), `md5-without-nonce`, `hmac-sha256-provisional` (a guess), or a rule as data. */
  rule?: string | SignatureRule | undefined;
  /** Default: `x-qys-open-`. */
  headerPrefix?: string | undefined;
  /** Value of the language header. Default: none. */
  language?: string | undefined;
}

/**
 * The headers that sign a request, for programs with an HTTP library of their own.
 *
 * @throws ConfigurationError if the rule cannot be used.
 */
export function sign(options: SignOptions): Record<string, string> {
  const { headerPrefix: header_prefix, ...rest } = options;
  const answer = guarded(() => native.sign(JSON.stringify({ ...rest, header_prefix })));
  return Object.fromEntries((JSON.parse(answer) as { headers: [string, string][] }).headers);
}
