/** How programs end, with real processes. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { run, start } from './support/programs.mjs';
import { soon, withServer } from './support/servers.mjs';

/** The best of a few tries: the machine may be busy. */
async function fastest(tries, measure) {
  let best = Infinity;
  for (let i = 0; i < tries && best > 200; i += 1) {
    best = Math.min(best, await measure());
  }
  return best;
}

for (const [name, end] of [
  ['with a client still open', ''],
  ['with its client closed', 'client.close();'],
]) {
  test(`a program ends within 200 ms of its last answer, ${name}`, async (t) => {
    await withServer({}, async (server) => {
      const ms = await fastest(5, async () => {
        const program = `
          const client = new Client(options);
          await Promise.all(Array.from({ length: 20 }, () => client.personalAuth.createTicket(request)));
          ${end}
          process.stdout.write(String(Date.now()));
        `;
        const { code, out, err, ended } = await start(program, { options: server.options }).done;
        assert.equal(code, 0, err);
        return ended - Number(out);
      });
      t.diagnostic(`${ms} ms`);
      assert.ok(ms <= 200, `${ms} ms`);
    });
  });
}

test('a program waits for its calls in flight', async () => {
  const gate = new Promise((resolve) => setTimeout(resolve, 400));
  await withServer({ gate }, async (server) => {
    const program = `new Client(options).personalAuth.createTicket(request).then(({ ticket }) => console.log(ticket));`;
    assert.equal(await run(program, { options: server.options }), 't-1\n');
  });
});

test('a client that nobody holds any more ends its calls all the same', async () => {
  const gate = new Promise((resolve) => setTimeout(resolve, 600));
  await withServer({ gate }, async (server) => {
    const program = `
      const calls = Array.from({ length: 5 }, () => new Client(options).personalAuth.createTicket(request));
      for (let i = 0; i < 10; i += 1) { gc(); await sleep(20); }
      console.log((await Promise.all(calls)).map(({ ticket }) => ticket).join(' '));
    `;
    assert.equal(await run(program, { options: server.options, flags: ['--expose-gc'] }), 't-1 t-1 t-1 t-1 t-1\n');
  });
});

test('process.exit in mid-call ends at once', async () => {
  await withServer({ hang: true }, async (server) => {
    const program = `
      const client = new Client(options);
      for (let i = 0; i < 50; i += 1) client.personalAuth.createTicket(request).catch(() => {});
      await sleep(200);
      process.on('exit', () => console.log('exit handlers run'));
      process.exit(7);
    `;
    const { code, signal, out, err } = await start(program, { options: server.options }).done;
    assert.deepEqual([code, signal, out, err], [7, null, 'exit handlers run\n', '']);
    await soon('the server sees the requests dropped', () => server.connections > 0 && server.closed === server.connections);
  });
});

test('process.exit while answers arrive ends cleanly, every time', async () => {
  await withServer({}, async (server) => {
    const program = `
      const client = new Client(options);
      const lane = async () => { for (;;) await client.personalAuth.createTicket(request); };
      for (let i = 0; i < 32; i += 1) lane();
      setTimeout(() => process.exit(3), 100 + Math.random() * 50);
    `;
    for (let round = 0; round < 10; round += 1) {
      const { code, signal, err } = await start(program, { options: server.options }).done;
      assert.deepEqual([code, signal, err], [3, null, '']);
    }
  });
});

test('SIGINT and SIGTERM end a program in mid-call', async () => {
  await withServer({ hang: true }, async (server) => {
    for (const signal of ['SIGINT', 'SIGTERM']) {
      const seen = server.requests;
      const child = start(`await new Client(options).personalAuth.createTicket(request);`, { options: server.options });
      await soon('the request arrives', () => server.requests > seen);
      child.kill(signal);
      assert.equal((await child.done).signal, signal);
    }
  });
});

test('there is no unhandled rejection but those of the caller', async () => {
  await withServer({ hang: true }, async (server) => {
    const program = `
      const client = new Client(options);
      const failures = [];
      const kept = (promise) => promise.catch((error) => failures.push(error.name));
      kept(client.personalAuth.createTicket({}));
      kept(client.personalAuth.createTicket(undefined));
      kept(client.request('GET', 'no-slash'));
      kept(client.personalAuth.createTicket(request, { signal: AbortSignal.abort() }));
      const controller = new AbortController();
      kept(client.personalAuth.createTicket(request, { signal: controller.signal }));
      kept(client.personalAuth.createTicket(request, { timeoutMs: 50 }));
      kept(client.companyAuth.createTicketWithLicense({ companyName: 'x', applicant: {}, license: 'no bytes' }));
      kept(client.personalAuth.createTicket(request));
      await sleep(300);
      controller.abort();
      client.close();
      kept(client.personalAuth.createTicket(request));
      await sleep(100);
      console.log(failures.sort().join(' '));
    `;
    const out = await run(program, { options: server.options, flags: ['--unhandled-rejections=strict'] });
    const expected = 'APITimeoutError AbortError AbortError CancelledError ConfigurationError';
    assert.equal(out, `${expected} ValidationError ValidationError ValidationError ValidationError\n`);
  });
});

test('importing and opening a client start no thread', { skip: process.platform !== 'linux' }, async () => {
  await withServer({}, async (server) => {
    const program = `
      import { readdirSync, readFileSync } from 'node:fs';
      const ours = () => readdirSync('/proc/self/task').map((id) => readFileSync('/proc/self/task/' + id + '/comm', 'utf8').trim())
        .filter((name) => name === 'qiyuesuo').length;
      const client = new Client(options);
      const before = ours();
      await Promise.all(Array.from({ length: 100 }, () => client.personalAuth.createTicket(request)));
      console.log(before, ours());
    `;
    assert.equal(await run(program, { options: server.options }), '0 1\n');
  });
});
