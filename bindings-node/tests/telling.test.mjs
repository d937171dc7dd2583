/** What a client tells its process: attempts, logs and contexts, and what functions of the user may do to it. */

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { inspect } from 'node:util';

import * as q from 'qiyuesuo';
import { Emulator } from 'qiyuesuo/testing';

import { run, start } from './support/programs.mjs';
import { withServer } from './support/servers.mjs';

const user = { contact: '10020033044', contactType: 'MOBILE' };
const operation = 'personal_auth.create_ticket';

let emulator;
before(async () => {
  emulator = await Emulator.start();
});
after(() => emulator.stop());
beforeEach(() => emulator.reset());

test('onAttempt is told of each attempt, and harms nothing when it throws', async () => {
  const told = [];
  const client = emulator.client({ onAttempt: (attempt) => told.push(attempt) });
  await emulator.setFaults([{ fault: { status: 503 } }]);
  await client.personalAuth.createTicket({ user }).catch(() => {});
  assert.ok(told.length >= 2);
  assert.deepEqual([told[0].operation, told[0].attempt, told[0].httpStatus, told[0].errorKind], [operation, 1, 503, 'server']);
  assert.ok(told[0].elapsedMs >= 0 && told[1].attempt === 2);
  const program = `
    const client = new Client({ ...options, onAttempt: () => { throw new Error('mine'); } });
    process.on('warning', (warning) => console.log(warning.message));
    console.log((await client.personalAuth.createTicket(request)).ticket);
  `;
  await withServer({}, async (server) => {
    const lines = (await run(program, { options: server.options })).trim().split('\n');
    assert.deepEqual(lines.sort(), ['onAttempt threw: Error: mine', 't-1']);
  });
});

test('the log: silent, to stderr with QYS_LOG, or to a function; without secrets', async () => {
  await withServer({}, async (server) => {
    const call = 'console.log((await new Client(options).personalAuth.createTicket(request)).ticket);';
    const { options } = server;
    assert.equal((await start(call, { options }).done).err, '');
    const { out, err } = await start(call, { options, env: { QYS_LOG: 'debug' } }).done;
    assert.equal(out, 't-1\n');
    assert.match(err, /^qiyuesuo debug: .*personal_auth.create_ticket/m);
    for (const secret of ['t-1', '10020033044', options.appSecret]) {
      assert.ok(!err.replace(/app_secret/g, '').includes(secret), err);
    }
    const sunk = await run(`qiyuesuo.setLog('debug', (level, line) => console.log(level, line.includes('attempt')));${call}`, { options });
    assert.match(sunk, /debug true/);
    assert.throws(() => q.setLog('loud'), RangeError);
    assert.match((await start(call, { options, env: { QYS_LOG: 'loud' } }).done).err, /QYS_LOG/);
  });
});

test('a client prints nothing of its own', () => {
  const client = emulator.client();
  assert.ok(!inspect(client, { depth: 9, showHidden: true }).includes(emulator.appSecret));
  assert.ok(!JSON.stringify(client).includes(emulator.appSecret));
});

test('what a call causes runs in the context of its caller', async () => {
  const script = `
    const { AsyncLocalStorage } = await import('node:async_hooks');
    const context = new AsyncLocalStorage();
    const seen = { log: [], attempt: [] };
    qiyuesuo.setLog('debug', (level, line) => line.startsWith('attempt') && seen.log.push(context.getStore()));
    const onAttempt = () => seen.attempt.push(context.getStore());
    const client = new Client({ ...options, onAttempt });
    const ids = Array.from({ length: 100 }, (_, id) => id);
    await Promise.all(ids.map((id) => context.run(id, () => client.personalAuth.createTicket(request))));
    const sorted = (found) => found.sort((a, b) => a - b).join() === ids.join();
    console.log(sorted(seen.log), sorted(seen.attempt));
  `;
  await withServer({}, async ({ options }) => assert.equal(await run(script, { options }), 'true true\n'));
});

test('what a function of the user\'s throws or rejects costs nothing', async () => {
  const script = `
    const boom = async () => { throw new Error('boom'); };
    qiyuesuo.setLog('debug', boom);
    const client = new Client({ ...options, onAttempt: boom });
    process.on('warning', ({ message }) => console.log(message.split(':')[0]));
    console.log((await client.personalAuth.createTicket(request)).ticket);
    await sleep(50);
  `;
  await withServer({}, async ({ options }) => {
    const out = await run(script, { options });
    assert.match(out, /^t-1\n/);
    assert.match(out, /onAttempt threw/);
    assert.match(out, /the sink of setLog threw/);
  });
  assert.throws(() => new q.Client({ appToken: 't', appSecret: 's', onAttempt: 5 }), { field: 'onAttempt' });
});

test('what lasts does not keep the first call of a process', async () => {
  const script = `
    const { AsyncLocalStorage } = await import('node:async_hooks');
    const context = new AsyncLocalStorage();
    const client = new Client(options);
    const first = await (async () => {
      const store = { request: 'the first' };
      await context.run(store, () => client.personalAuth.createTicket(request));
      return new WeakRef(store);
    })();
    for (let round = 0; round < 50 && first.deref() !== undefined; round += 1) {
      await sleep(10);
      gc();
    }
    console.log(first.deref());
  `;
  await withServer({}, async ({ options }) => assert.equal(await run(script, { options, flags: ['--expose-gc'] }), 'undefined\n'));
});

test('more calls than a batch complete while the event loop is busy', async () => {
  await withServer({}, async ({ options }) => {
    const client = new q.Client(options);
    const calls = Array.from({ length: 3000 }, () => client.personalAuth.createTicket({ user }));
    const until = Date.now() + 1500;
    while (Date.now() < until);
    assert.equal((await Promise.all(calls)).length, 3000);
    await client.personalAuth.createTicket({ user });
    client.close();
  });
});
