/** Programs of users, run as processes of their own. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

const PREAMBLE = `
  import { setTimeout as sleep } from 'node:timers/promises';
  import * as qiyuesuo from 'qiyuesuo';
  const { Client } = qiyuesuo;
  const options = JSON.parse(process.env.TEST_OPTIONS);
  const request = { user: { contact: '10020033044', contactType: 'MOBILE' } };
`;

/** Starts a program. `done` is its end: exit code, signal, what it printed, and when. */
export function start(program, { options = {}, flags = [], env = {}, preamble = PREAMBLE, seconds } = {}) {
  const args = [...flags, '--input-type=module', '--eval', preamble + program];
  const all = { ...process.env, TEST_OPTIONS: JSON.stringify(options), ...env };
  return begin(process.execPath, args, { cwd: FOLDER, env: all }, seconds);
}

/** Starts any command; it is killed when it takes longer. */
export function begin(command, args, settings, seconds = 120) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...settings });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (said.err += text));
  let ended;
  child.once('exit', () => (ended = Date.now()));
  const overdue = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  child.done = once(child, 'close').then(([code, signal]) => {
    clearTimeout(overdue);
    return { code, signal, ended, ...said };
  });
  child.said = said;
  return child;
}

/** What a program that must succeed prints. */
export async function run(program, settings) {
  const { code, signal, out, err } = await start(program, settings).done;
  assert.equal(code, 0, `exit ${code} ${signal}\n${out}\n${err}`);
  assert.doesNotMatch(err, /panicked|UnhandledPromise/);
  return out;
}
