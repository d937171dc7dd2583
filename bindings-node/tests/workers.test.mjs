/** Worker threads: each has its own queue, all share one runtime. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { run, start } from './support/programs.mjs';
import { soon, withServer } from './support/servers.mjs';

const WORKER = `
  import { Worker } from 'node:worker_threads';
  const source = (body) => new URL('data:text/javascript,' + encodeURIComponent(body));
  // A data: module resolves nothing by itself, so that it is told from where.
  const begin = (body) => new Worker(source(
    "import { workerData, parentPort } from 'node:worker_threads';" +
    "import { createRequire } from 'node:module';" +
    "const { Client } = createRequire(workerData.from)('qiyuesuo');" +
    "const client = new Client(workerData.options); const { request } = workerData;" + body,
  ), { workerData: { options, request, from: process.cwd() + '/x.js' } });
  const ended = (worker) => new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
`;

test('eight workers call side by side, and end by themselves', async () => {
  await withServer({}, async (server) => {
    const program = `${WORKER}
      const workers = Array.from({ length: 8 }, () => begin(
        "const lane = async () => { for (let i = 0; i < 25; i += 1) await client.personalAuth.createTicket(request); };" +
        "await Promise.all([lane(), lane(), lane(), lane()]); parentPort.postMessage('done');"
      ));
      let done = 0;
      for (const worker of workers) worker.on('message', () => (done += 1));
      console.log((await Promise.all(workers.map(ended))).join(''), done);
    `;
    assert.equal(await run(program, { options: server.options }), '00000000 8\n');
    assert.equal(server.requests, 800);
  });
});

test('a worker that is terminated in mid-call drops its requests and harms nobody', async () => {
  let open;
  const gate = new Promise((resolve) => (open = resolve));
  await withServer({ gate }, async (server) => {
    const program = `${WORKER}
      const client = new Client(options);
      const own = Promise.all(Array.from({ length: 10 }, () => client.personalAuth.createTicket(request)));
      const workers = Array.from({ length: 8 }, () => begin(
        "await Promise.all(Array.from({ length: 5 }, () => client.personalAuth.createTicket(request)));" +
        "parentPort.postMessage('done');"
      ));
      let done = 0;
      for (const worker of workers) worker.on('message', () => (done += 1));
      const ends = Promise.all(workers.map(ended));
      await new Promise((resolve) => process.once('SIGUSR2', resolve));
      await workers[3].terminate();
      console.log('terminated');
      const tickets = await own;
      console.log((await ends).join(''), done, tickets.length, (await client.personalAuth.createTicket(request)).ticket);
      process.exit();
    `;
    const child = start(program, { options: server.options });
    await soon('all requests arrive', () => server.requests === 50);
    assert.equal(server.closed, 0);
    child.kill('SIGUSR2');
    await soon('the requests of the terminated worker are dropped', () => server.closed === 5);
    open();
    const { code, out, err } = await child.done;
    assert.deepEqual([code, err], [0, '']);
    assert.equal(out, 'terminated\n00010000 7 10 t-1\n');
  });
});

test('workers that come, call and are terminated leave nothing behind', async () => {
  await withServer({}, async (server) => {
    const program = `${WORKER}
      for (let round = 0; round < 10; round += 1) {
        const workers = Array.from({ length: 4 }, () => begin(
          "parentPort.postMessage('up'); for (;;) await Promise.all([1, 2, 3, 4].map(() => client.personalAuth.createTicket(request)));"
        ));
        await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
        await sleep(Math.random() * 20);
        await Promise.all(workers.map((worker) => worker.terminate()));
      }
      console.log((await new Client(options).personalAuth.createTicket(request)).ticket);
    `;
    assert.equal(await run(program, { options: server.options }), 't-1\n');
  });
});
