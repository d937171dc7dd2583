/** `examples/node/run client`. */

import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { Emulator } from 'qiyuesuo/testing';

import { internals, SOURCE } from './support/package.mjs';
import { begin } from './support/programs.mjs';

const { EXIT_CODES } = internals('generated/tables');

function example(name, settings) {
  const env = { ...process.env, QYS_NODE_APP: fileURLToPath(new URL('.', import.meta.url)), ...settings };
  return begin(`${SOURCE}/examples/node/run`, [name], { env }).done;
}

test('the example prints the ticket or the error', async () => {
  const emulator = await Emulator.start();
  const settings = {
    QYS_BASE_URL: emulator.url,
    QYS_APP_TOKEN: emulator.appToken,
    QYS_APP_SECRET: emulator.appSecret,
    QYS_MAX_RETRIES: '0',
  };
  const done = await example('client', { ...settings, QYS_CONTACT: '10020033045' });
  assert.equal(done.code, 0, done.err);
  assert.ok(done.out.trim().split('\n').at(-1).length > 10);
  assert.ok((await emulator.requests()).at(-1).body.includes('10020033045'));

  const wrong = await example('client', { ...settings, QYS_APP_SECRET: 'wrong' });
  assert.deepEqual([wrong.code, wrong.out], [EXIT_CODES.authentication, '']);
  for (const line of ['class: AuthenticationError', 'kind: authentication', 'code: 443', 'message: ']) {
    assert.ok(wrong.err.includes(line), wrong.err);
  }
  const refused = await example('client', { ...settings, QYS_BASE_URL: 'http://127.0.0.1:1' });
  assert.equal(refused.code, EXIT_CODES.connection);
  assert.match(refused.err, /code: none/);
  assert.equal((await example('client', { ...settings, QYS_BASE_URL: 'ftp://x' })).code, EXIT_CODES.configuration);
  assert.equal((await example('documented', settings)).code, 2);
  await emulator.stop();
});
