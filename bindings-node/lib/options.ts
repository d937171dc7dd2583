/** Options on their way to the core. */

import { ConfigurationError, OUR_NAMES } from './errors';
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
    const known = name === 'timeoutMs' ? 'totalTimeoutMs' : name;
    const meant = OUR_NAMES.get(name);
    if (meant !== undefined && meant !== name) {
      refuse(name, `is not an option; did you mean \`${meant}\`?`);
    }
    // One that is unknown is the core's to refuse.
    const [core, time] = (Object.hasOwn(CORE_OPTIONS, known) ? CORE_OPTIONS[known] : undefined) ?? [name, false];
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
    refuse(name, `must be a number of milliseconds above 0 and at most ${LONGEST_MS}`);
  }
  return value / 1000;
}

function refuse(field: string, why: string): never {
  throw new ConfigurationError({ kind: 'configuration', message: `\`${field}\` ${why}`, field });
}
