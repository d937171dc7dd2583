/** Many calls: at once, and one after another. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Client } from 'qiyuesuo';

import { run } from './support/programs.mjs';
import { soon, withServer } from './support/servers.mjs';

const request = { user: { contact: '10020033044', contactType: 'MOBILE' } };

test('a thousand calls in flight', async () => {
  let open;
  const gate = new Promise((resolve) => (open = resolve));
  await withServer({ gate }, async (server) => {
    const client = new Client(server.options);
    const calls = Array.from({ length: 1000 }, () => client.personalAuth.createTicket(request));
    await soon('all requests arrive', () => server.requests === 1000);
    open();
    const tickets = await Promise.all(calls);
    assert.equal(tickets.filter(({ ticket }) => ticket === 't-1').length, 1000);
    assert.equal(server.requests, 1000);
    client.close();
  });
});

test('the event loop gets its turn among a thousand concurrent calls', async (t) => {
  await withServer({}, async (server) => {
    // Reported, because it depends on the machine; what is asserted is that turns come, and is far from any machine's limit.
    const program = `
      import { monitorEventLoopDelay } from 'node:perf_hooks';
      const client = new Client(options);
      const calls = () => Promise.all(Array.from({ length: 1000 }, async () => {
        await null;
        for (let i = 0; i < 5; i += 1) await client.personalAuth.createTicket(request);
      }));
      await calls();
      let turns = 0;
      const counting = setInterval(() => (turns += 1), 1);
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      await calls();
      delay.disable();
      clearInterval(counting);
      const ms = (value) => Math.round(value / 1e4) / 100;
      console.log(JSON.stringify({ turns, p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) }));
    `;
    const found = JSON.parse(await run(program, { options: server.options }));
    t.diagnostic(`event loop delay of 5,000 calls, 1,000 at once, in ms (a development build): ${JSON.stringify(found)}`);
    assert.ok(found.turns > 10, JSON.stringify(found));
  });
});

test('memory stays flat over 100,000 calls', async (t) => {
  await withServer({}, async (server) => {
    const program = `
      const client = new Client(options);
      const { signal } = new AbortController();
      const calls = (count) => Promise.all(Array.from({ length: 50 }, async () => {
        for (let i = 0; i < count / 50; i += 1) await client.personalAuth.createTicket(request, { signal });
      }));
      const settled = async () => {
        for (let i = 0; i < 5; i += 1) { gc(); await sleep(20); }
        return process.memoryUsage();
      };
      await calls(10_000);
      const before = await settled();
      await calls(100_000);
      const after = await settled();
      console.log(JSON.stringify({ heap: after.heapUsed - before.heapUsed, rss: after.rss - before.rss }));
    `;
    const flags = ['--expose-gc', '--max-semi-space-size=1'];
    const { heap, rss } = JSON.parse(await run(program, { options: server.options, flags, seconds: 600 }));
    t.diagnostic(`100,000 calls: heap ${Math.round(heap / 1024)} KiB more, resident ${Math.round(rss / 1024)} KiB more`);
    // A hundred bytes left behind by each call would show. (The young generation is kept small: it grows late, and at once.)
    assert.ok(heap < 1 << 20, `heap ${heap}`);
    assert.ok(rss < 10 << 20, `resident ${rss}`);
  });
});
