/** The log of the native module. Silent unless asked for; no line ever holds a secret, a ticket, personal data or a body. */

import type { AsyncResource } from 'node:async_hooks';

import { native } from './native';

/** How much is logged: nothing, warnings, what is worth knowing, or one line an attempt. */
export type LogLevel = 'off' | 'warn' | 'info' | 'debug';

/** Where log lines go. */
export type LogSink = (level: Exclude<LogLevel, 'off'>, message: string) => void;

const LEVELS: readonly LogLevel[] = ['off', 'warn', 'info', 'debug'];

const stderr: LogSink = (level, message) => void process.stderr.write(`qiyuesuo ${level}: ${message}\n`);
let sink: LogSink = stderr;
let on = false;

/**
 * Sets how much is logged, and where. The variable `QYS_LOG` sets the level beforehand. The log is that of the whole
 * process; its lines arrive with the answers of the thread that takes them.
 *
 * @param level - default: `off`, or that of `QYS_LOG`.
 * @param to - default: stderr.
 */
export function setLog(level: LogLevel, to: LogSink = stderr): void {
  const number = LEVELS.indexOf(level);
  if (number < 0) {
    throw new RangeError(`the level must be one of ${LEVELS.join(', ')}`);
  }
  sink = to;
  on = number > 0;
  native.enableLogs(number);
}

interface Line {
  level: Exclude<LogLevel, 'off'>;
  message: string;
  /** The call that caused it, or 0. */
  operation: number;
}

/** @internal */
export function logging(): boolean {
  return on;
}

/** @internal */
export function deliverLogs(lines: string, callerOf: (operation: number) => AsyncResource | undefined): void {
  for (const { level, message, operation } of JSON.parse(lines) as Line[]) {
    const caller = callerOf(operation);
    const deliver = () => sink(level, message);
    heard('the sink of setLog', () => (caller === undefined ? deliver() : caller.runInAsyncScope(deliver)));
  }
}

/** Calls a function of the user's, which must not cost a call its end, nor the process its life. @internal */
export function heard(name: string, call: () => unknown): void {
  const warn = (error: unknown) => process.emitWarning(`${name} threw: ${String(error)}`, 'QiyuesuoWarning');
  try {
    const answer = call();
    if (typeof (answer as PromiseLike<unknown> | undefined)?.then === 'function') {
      void Promise.resolve(answer).catch(warn);
    }
  } catch (error) {
    warn(error);
  }
}

const wanted = process.env['QYS_LOG'] as LogLevel | undefined;
if (wanted) {
  try {
    setLog(wanted);
  } catch (error) {
    process.emitWarning(`QYS_LOG: ${(error as RangeError).message}`, 'QiyuesuoWarning');
  }
}
