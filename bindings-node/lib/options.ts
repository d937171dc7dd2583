/** Options on their way to the core. */

import { ConfigurationError } from './errors';
import { CORE_OPTIONS } from './generated/options';

/** A day: no time-out is longer. */
const LONGEST_MS = 86_400_000;

/** The options that are given, as JSON in the names of the core. @internal */
export function optionsText(given: object): string {
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || name === 'signal' || name === 'onAttempt') {
      continue;
    }
    const [core, time] = (name === 'timeoutMs' ? CORE_OPTIONS['totalTimeoutMs'] : CORE_OPTIONS[name]) ?? [name, false];
    options[core] = time ? seconds(name, value) : value;
  }
  return JSON.stringify(options);
}

/** Whether a call has options of its own beside its signal. @internal */
export function hasOptions(given: object): boolean {
  for (const name in given) {
    if (name !== 'signal') {
      return true;
    }
  }
  return false;
}

function seconds(name: string, value: unknown): number {
  if (typeof value !== 'number' || !(value > 0) || value > LONGEST_MS) {
    const message = `\`${name}\` must be a number of milliseconds above 0 and at most ${LONGEST_MS}`;
    throw new ConfigurationError({ kind: 'configuration', message, field: name });
  }
  return value / 1000;
}
