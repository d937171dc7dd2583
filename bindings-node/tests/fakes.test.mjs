/** What tests of users are made of. */

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

import * as qiyuesuo from 'qiyuesuo';
import { Emulator, fakeClient } from 'qiyuesuo/testing';

import { internals, SOURCE } from './support/package.mjs';
import { begin } from './support/programs.mjs';

const { CallbackEvent, Client, Download, QiyuesuoError, RawReply, Result, Ticket } = qiyuesuo;
const user = { contact: '10020033044', contactType: 'MOBILE' };

test('a result is made of what the platform would send', () => {
  const extra = { news: [1] };
  const ticket = Ticket.fake({ ticket: 'T-1', extra }, { httpStatus: 203, attempts: 2, pluginUrl: 'plugin://x' });
  assert.ok(ticket instanceof Ticket && ticket instanceof Result && Object.isFrozen(ticket));
  assert.deepEqual([ticket.ticket, ticket.httpStatus, ticket.attempts, ticket.pluginUrl()], ['T-1', 203, 2, 'plugin://x']);
  assert.deepEqual([ticket.extra, ticket.toJSON()], [extra, { ticket: 'T-1', news: [1] }]);
  assert.equal(inspect(ticket), 'Ticket { ticket: ***, news: *** }');
  // What the test goes on with is its own.
  extra.more = true;
  assert.equal(ticket.extra.more, undefined);
  const other = Ticket.fake({ ticket: 'T-1' });
  assert.deepEqual([other.httpStatus, other.attempts, other.pluginUrl(), other.extra], [200, 1, undefined, {}]);
  assert.deepEqual(other, Ticket.fake({ ticket: 'T-1' }, { attempts: 9 }));
});

test('a member with the name of something that every result has stands under a name of its own', () => {
  class Odd extends Result {
    static members = ['response', 'valueOf', 'id'];
    static renamed = { response: 'response_' };
  }
  const odd = Odd.fake({ response_: 'theirs', valueOf: 'too', id: '1', extra: { response_: 'new' } }, { attempts: 2 });
  assert.deepEqual([odd.response_, odd.valueOf, odd.id, odd.response.attempts], ['theirs', 'too', '1', 2]);
  assert.deepEqual(odd.toJSON(), { response: 'theirs', valueOf: 'too', id: '1', response_: 'new' });
  assert.equal(inspect(odd), 'Odd { valueOf: ***, id: ***, response: ***, response_: *** }');
});

test('every result can be made', () => {
  const results = Object.values(qiyuesuo).filter((one) => one.prototype instanceof Result && one.members.length > 0);
  assert.ok(results.length >= 5);
  for (const kind of results) {
    const members = Object.fromEntries(kind.members.map((name) => [name, `its ${name}`]));
    assert.deepEqual({ ...kind.fake(members) }, members);
  }
});

test('raw answers, files and events', () => {
  const reply = RawReply.fake({ code: 0, result: { id: '1' } }, { attempts: 2 });
  assert.deepEqual([reply.data.result.id, reply.httpStatus, reply.attempts], ['1', 200, 2]);
  assert.ok(!inspect(reply).includes('result'));
  const file = Download.fake(new Uint8Array([37, 80]), { filename: 'a.pdf' });
  assert.deepEqual([file.content.toString(), file.filename, file.contentType, file.httpStatus], ['%P', 'a.pdf', undefined, 200]);
  const sent = { 'content-disposition': 'attachment; filename="张三.pdf"', 'x-request-id': 'r-1' };
  const named = Download.fake(new Uint8Array([37, 80]), { filename: '张三.pdf', contentType: 'application/pdf', headers: sent });
  assert.equal(inspect(named), "Download { 2 bytes, contentType: 'application/pdf' }");
  assert.deepEqual({ ...named.response.headers }, sent);
  for (const printed of [inspect(named, { showHidden: true }), String(named), inspect({ deep: [named.response] }, { depth: 9 })]) {
    assert.ok(!printed.includes('张三') && !printed.includes('r-1'), printed);
  }
  assert.match(inspect(named.response), /httpStatus: 200.*'x-request-id'/s);
  const event = CallbackEvent.fake({ type: 'personal_auth', fields: { status: '1' }, ownParameters: { order: '7' } });
  assert.deepEqual([event.type, event.authenticity, event.fields, event.ownParameters], ['personal_auth', 'none', { status: '1' }, { order: '7' }]);
  assert.deepEqual([event.repeated, event.fingerprint.length, event.reply().body], [false, 64, 'success']);
});

test('every error can be made', () => {
  const classes = Object.values(qiyuesuo).filter((one) => one.prototype instanceof QiyuesuoError);
  assert.deepEqual(classes.map((one) => new one('x').kind).sort(), Object.keys(internals('generated/tables').EXIT_CODES).sort());
  const cause = new Error('why');
  const error = new qiyuesuo.RateLimitError('too often', { httpStatus: 429, retryAfter: 3, headers: { a: 'b' }, body: '{}', cause });
  assert.ok(error instanceof qiyuesuo.APIError);
  assert.deepEqual([error.name, error.message, error.kind, error.httpStatus], ['RateLimitError', 'too often', 'rate_limit', 429]);
  assert.deepEqual([error.retryAfter, error.headers, error.body(), error.cause, error.attempts], [3, { a: 'b' }, '{}', cause, 0]);
  assert.ok(!('cause' in new qiyuesuo.APIError('x')));
  class Own extends qiyuesuo.APITimeoutError {}
  assert.equal(new Own('late').kind, 'timeout');
});

test('a client of fakes', async () => {
  class Family {
    #prefix = 'T-';
    async createTicket({ user: { contact } }) {
      return Ticket.fake({ ticket: this.#prefix + contact });
    }
  }
  const family = new Family();
  const client = fakeClient({
    personalAuth: family,
    request: async (method, path) => RawReply.fake({ result: [method, path] }),
  });
  assert.ok(client instanceof Client);
  assert.equal((await client.personalAuth.createTicket({ user })).ticket, 'T-10020033044');
  assert.deepEqual((await client.request('GET', '/x')).data, { result: ['GET', '/x'] });
  assert.equal(client.withOptions({ maxRetries: 0 }), client);
  client.close();
  assert.equal(inspect(client), 'Client {}');
  // What the test did not expect says so.
  for (const { family, call } of Object.values(internals('generated/tables').OPERATIONS)) {
    assert.throws(() => fakeClient()[family][call]({}), new Error(`the fake client was given no \`${family}.${call}\``));
  }
  assert.equal(client.personalAuth, family);
  assert.throws(() => client.personalAuth.getResult(), /client.personalAuth.getResult is not a function/);
  assert.throws(() => client.download('GET', '/x'), /no `download`/);
});

test('a Proxy stands for a client, a result and an error', async () => {
  // As Vue's: what is read through it is behind one too, unless it is frozen.
  const behind = (target) =>
    new Proxy(target, {
      get(from, name, self) {
        const value = Reflect.get(from, name, self);
        return typeof value === 'object' && value !== null && !Object.isFrozen(value) ? behind(value) : value;
      },
    });
  const emulator = await Emulator.start();
  const client = behind(emulator.client());
  const ticket = behind(await client.personalAuth.createTicket({ user }));
  assert.deepEqual([ticket.httpStatus, ticket.extra, typeof ticket.pluginUrl()], [200, {}, 'string']);
  assert.deepEqual(ticket.toJSON(), { ticket: ticket.ticket });
  const error = await client.withOptions({ maxRetries: 0 }).request('GET', '/x').catch(behind);
  assert.deepEqual([error.kind, typeof error.body(), 'content-type' in error.headers], ['api', 'string', true]);
  assert.equal(behind(RawReply.fake({ code: 0 })).data.code, 0);
  assert.deepEqual(behind(CallbackEvent.fake({ fields: { a: 1 } })).fields, { a: 1 });
  client.close();
  await emulator.stop();
});

for (const page of ['README.md', 'README.zh.md']) {
  test(`the tests of ${page}`, async () => {
    const [, code] = /```ts\n(import assert.*?)```/s.exec(readFileSync(`${SOURCE}/bindings-node/${page}`, 'utf8'));
    const file = fileURLToPath(new URL(`./${page}.mjs`, import.meta.url));
    writeFileSync(file, code);
    const env = { ...process.env };
    // Set by the runner that runs this test: one inside it reports otherwise.
    delete env.NODE_TEST_CONTEXT;
    const { code: status, out } = await begin(process.execPath, ['--test', '--test-reporter=tap', file], { env }).done;
    assert.equal(status, 0, out);
    assert.match(out, /# pass 2\n/);
  });
}
