/** The helper for tests. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Emulator, EmulatorError, findQys } from 'qiyuesuo/testing';

import { SOURCE } from './support/package.mjs';
import { begin, run } from './support/programs.mjs';
import { soon } from './support/servers.mjs';

test('it starts on a free port, and ends', async () => {
  const [one, other] = await Promise.all([Emulator.start(), Emulator.start()]);
  assert.notEqual(one.url, other.url);
  await assert.rejects(one.control('GET', 'nothing'), (error) => error instanceof EmulatorError && /404/.test(error.message));
  const client = one.client();
  await client.personalAuth.createTicket({ user: { contact: '10020033044', contactType: 'MOBILE' } });
  assert.deepEqual((await one.requests()).map(({ operation }) => operation), ['personal_auth.create_ticket']);
  assert.deepEqual(await other.requests(), []);
  await one.setFaults([{ operation: 'personal_auth.create_ticket', fault: { status: 503 } }]);
  await one.clearFaults();
  await one.reset();
  assert.deepEqual(await one.requests(), []);
  await Promise.all([one.stop(), other.stop()]);
  await one.stop();
  await assert.rejects(one.requests(), { code: 'ECONNREFUSED' });
});

test('it has what it has in every language', async () => {
  const { members } = JSON.parse(readFileSync(`${SOURCE}/tests/emulator_helper.json`, 'utf8'));
  const emulator = await Emulator.start();
  const names = members.map((name) => name.replace(/_./g, ([, letter]) => letter.toUpperCase()));
  assert.ok(names.length > 5);
  assert.deepEqual(names.filter((name) => !(name in emulator)), []);
  await emulator.stop();
});

test('what goes wrong at the start is told', async () => {
  await assert.rejects(Emulator.start({ args: ['--no-such-option'] }), /did not start: .*no-such-option/s);
  const given = process.env.QYS_BIN;
  process.env.QYS_BIN = '/nowhere/qys';
  assert.throws(findQys, /QYS_BIN names/);
  if (given === undefined) delete process.env.QYS_BIN;
  else process.env.QYS_BIN = given;
});

test('it keeps no process alive, and ends with it', async () => {
  const program = `
    import { Emulator } from 'qiyuesuo/testing';
    console.log((await Emulator.start()).url);
  `;
  const url = (await run(program)).trim();
  await soon('the emulator is gone', () => fetch(url).then(() => false, () => true));
});

test('the command qys of qiyuesuo-cli', async () => {
  const { pathname } = new URL('node_modules/.bin/qys', import.meta.url);
  const { code, out } = await begin(pathname, ['--version']).done;
  assert.deepEqual([code, out], [0, `qys ${(await import('qiyuesuo')).VERSION}\n`]);
  assert.equal((await begin(pathname, ['no-such-command']).done).code, 2);
  const emulator = spawn(pathname, ['emulator', '--listen', '127.0.0.1:0', '--output', 'json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(emulator.stdout, 'data');
  const { url } = JSON.parse(line);
  emulator.kill('SIGTERM');
  await once(emulator, 'exit');
  await soon('the program is gone too', () => fetch(url).then(() => false, () => true));
});

test('an emulator that says nothing is not waited for without end', async () => {
  const silent = fileURLToPath(new URL('./silent-qys', import.meta.url));
  writeFileSync(silent, '#!/bin/sh\necho "not today" >&2\nexec sleep 60\n', { mode: 0o755 });
  const before = process.env.QYS_BIN;
  process.env.QYS_BIN = silent;
  try {
    await assert.rejects(Emulator.start({ startTimeoutMs: 300 }), { name: 'EmulatorError', message: /said nothing for 0\.3 s.*not today/ });
  } finally {
    if (before === undefined) {
      delete process.env.QYS_BIN;
    } else {
      process.env.QYS_BIN = before;
    }
    rmSync(silent);
  }
});
