/** AbortSignal. */

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';

import { CancelledError, Client, ConfigurationError } from 'qiyuesuo';

import { soon, withServer } from './support/servers.mjs';

const request = { user: { contact: '10020033044', contactType: 'MOBILE' } };

test('aborting drops the request at the server and removes its listener', async () => {
  await withServer({ hang: true }, async (server) => {
    const client = new Client(server.options);
    const controller = new AbortController();
    const { signal } = controller;
    const calls = Array.from({ length: 10 }, () => client.personalAuth.createTicket(request, { signal }));
    await soon('the requests arrive', () => server.requests === 10);
    assert.equal(server.closed, 0);
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    const reason = new Error('no longer wanted');
    controller.abort(reason);
    for (const { reason: error } of await Promise.allSettled(calls)) {
      assert.ok(error instanceof CancelledError);
      assert.deepEqual([error.name, error.kind, error.cause], ['AbortError', 'cancelled', reason]);
      assert.equal(error.operation, 'personal_auth.create_ticket');
    }
    await soon('the server sees them dropped', () => server.closed === 10, 2000);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});

test('a signal is left alone when a call has ended, whatever way', async () => {
  await withServer({}, async (server) => {
    const client = new Client(server.options);
    const { signal } = new AbortController();
    for (let i = 0; i < 20; i += 1) {
      await client.personalAuth.createTicket(request, { signal });
      await assert.rejects(client.personalAuth.createTicket({}, { signal }));
      await client.request('GET', '/v2/any', { signal });
    }
    assert.equal(getEventListeners(signal, 'abort').length, 0);
    client.close();
    await assert.rejects(client.personalAuth.createTicket(request, { signal }), ConfigurationError);
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
});

test('calls that share a signal end apart from each other', async () => {
  const warnings = [];
  process.on('warning', (warning) => warnings.push(warning.message));
  await withServer({ hang: true }, async (server) => {
    const client = new Client(server.options);
    const controller = new AbortController();
    const { signal } = controller;
    const short = Array.from({ length: 30 }, () => client.personalAuth.createTicket(request, { signal, timeoutMs: 100 }));
    const long = Array.from({ length: 30 }, () => client.personalAuth.createTicket(request, { signal }));
    for (const { reason } of await Promise.allSettled(short)) {
      assert.equal(reason.name, 'APITimeoutError');
    }
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    controller.abort();
    for (const { reason } of await Promise.allSettled(long)) {
      assert.equal(reason.name, 'AbortError');
    }
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });
  assert.deepEqual(warnings, []);
});

test('with a signal that is aborted already nothing is sent', async () => {
  await withServer({}, async (server) => {
    const client = new Client(server.options);
    await assert.rejects(client.personalAuth.createTicket(request, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    assert.equal(server.requests, 0);
  });
});

test('a signal with a time-out ends a call, and so does one for several signals', async () => {
  await withServer({ hang: true }, async (server) => {
    const client = new Client(server.options);
    const signal = AbortSignal.timeout(100);
    await assert.rejects(client.request('GET', '/v2/any', { signal }), (error) => {
      assert.deepEqual([error.name, error.cause.name], ['AbortError', 'TimeoutError']);
      return true;
    });
    await soon('the server sees it dropped', () => server.closed === 1, 2000);
  });
});

test('a signal that is none is told', async () => {
  await withServer({}, async (server) => {
    const client = new Client(server.options);
    for (const signal of [{}, 'x', 1, null]) {
      await assert.rejects(client.request('GET', '/', { signal }), { name: 'ValidationError', field: 'signal' });
    }
    assert.equal(server.requests, 0);
  });
});

test('two hundred aborted calls leave nothing, and the client goes on', async () => {
  await withServer({}, async (server) => {
    const client = new Client(server.options);
    for (let round = 0; round < 20; round += 1) {
      const controller = new AbortController();
      const calls = Array.from({ length: 10 }, () => client.personalAuth.createTicket(request, { signal: controller.signal }));
      await new Promise((resolve) => setTimeout(resolve, round % 4));
      controller.abort();
      for (const { status, reason, value } of await Promise.allSettled(calls)) {
        assert.ok(status === 'fulfilled' ? value.ticket === 't-1' : reason instanceof CancelledError);
      }
    }
    assert.equal((await client.personalAuth.createTicket(request)).ticket, 't-1');
  });
});

test('closing ends calls in flight', async () => {
  await withServer({ hang: true }, async (server) => {
    const client = new Client(server.options);
    const other = new Client({ ...server.options, appToken: 'other' });
    const call = client.personalAuth.createTicket(request);
    const left = other.personalAuth.createTicket(request, { timeoutMs: 600 });
    await soon('the requests arrive', () => server.requests === 2);
    client.close();
    await assert.rejects(call, { name: 'CancelledError', kind: 'cancelled' });
    await assert.rejects(client.personalAuth.createTicket(request), { name: 'ConfigurationError' });
    await assert.rejects(left, { name: 'APITimeoutError' });
    client.close();
  });
});
