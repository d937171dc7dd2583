/** Requests, results, errors and options as users see them. */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, beforeEach, test } from 'node:test';
import { inspect } from 'node:util';

import * as q from 'qiyuesuo';
import { Emulator } from 'qiyuesuo/testing';

import { run } from './support/programs.mjs';
import { withServer } from './support/servers.mjs';

const user = { contact: '10020033044', contactType: 'MOBILE' };
const operation = 'personal_auth.create_ticket';

let emulator;
before(async () => {
  emulator = await Emulator.start();
});
after(() => emulator.stop());
beforeEach(() => emulator.reset());

async function rejected(promise, kind) {
  const error = await promise.then(
    () => assert.fail('no error'),
    (reason) => reason,
  );
  assert.ok(error instanceof kind, inspect(error));
  return error;
}

test('the documented call', async () => {
  const client = emulator.client();
  const ticket = await client.personalAuth.createTicket({
    user,
    mode: 'BANK',
    username: '张三',
    callbackUrl: 'http://www.qiyuesuo.com',
  });
  assert.ok(ticket.ticket);
  assert.deepEqual([ticket.httpStatus, ticket.attempts], [200, 1]);
  assert.equal(ticket.pluginUrl(), `plugin://qyssdk-plugin/personal-auth?ticket=${ticket.ticket}&env=com&hasCb=true`);
  assert.ok(!ticket.pluginUrl(false).includes('hasCb'));
  const seen = (await emulator.requests()).at(-1);
  assert.deepEqual([seen.operation, seen.answer.code], [operation, 0]);
  assert.ok(seen.body.includes('张三') && !seen.body.includes('null'));
});

test('results cannot be changed, print without their values and serialise with them', async () => {
  const ticket = await emulator.client().personalAuth.createTicket({ user });
  assert.throws(() => (ticket.ticket = 'x'), TypeError);
  assert.throws(() => (ticket.more = 1), TypeError);
  for (const printed of [String(ticket), `${ticket}`, inspect(ticket), inspect({ deep: [ticket] }, { depth: 9, showHidden: true })]) {
    assert.ok(!printed.includes(ticket.ticket), printed);
    assert.match(printed, /Ticket \{ ticket: \*\*\* \}/);
  }
  assert.deepEqual(JSON.parse(JSON.stringify(ticket)), { ticket: ticket.ticket });
  assert.ok(ticket instanceof q.Ticket && ticket instanceof q.TicketResult && ticket instanceof q.Result);
  assert.deepEqual({ ...ticket }, { ticket: ticket.ticket });
});

test('the key of callbacks is told and not shown', async () => {
  const token = await emulator.client().company.getToken();
  const key = token.callbackSecretKey;
  assert.equal(key.length, 16);
  for (const printed of [String(token), inspect(token), inspect([{ token }], { depth: 9, showHidden: true })]) {
    assert.ok(!printed.includes(key) && !printed.includes(emulator.appToken), printed);
    assert.match(printed, /callbackSecretKey: \*\*\*/);
  }
  assert.equal(JSON.parse(JSON.stringify(token)).callbackSecretKey, key);
});

test('members the SDK does not know are kept, and no integer is rounded', async () => {
  const body =
    '{"code":"0","message":"","result":{"ticket":"t","deep":{"id":2785417393049059330,"small":9007199254740991},"new":[1.5,null,-9007199254740993]}}';
  await withServer({ body }, async (server) => {
    const client = new q.Client(server.options);
    const ticket = await client.personalAuth.createTicket({ user });
    assert.deepEqual(ticket.extra, {
      deep: { id: '2785417393049059330', small: 9007199254740991 },
      new: [1.5, null, '-9007199254740993'],
    });
    assert.equal(JSON.parse(JSON.stringify(ticket)).deep.id, '2785417393049059330');
    assert.ok(!inspect(ticket, { showHidden: true }).includes('2785417393049059330'));
    const raw = await client.request('GET', '/v2/any');
    assert.equal(raw.data.result.deep.id, '2785417393049059330');
    assert.ok(!inspect(raw, { showHidden: true }).includes('2785417393049059330'));
    assert.deepEqual(JSON.parse(JSON.stringify(raw)), raw.data);
    // On the way there: no bigint is rounded either.
    await client.contract.createViewTicket({ contractId: 2785417393049059330n });
    assert.match(server.last.body.toString(), /"contractId":"?2785417393049059330"?/);
    await client.request('POST', '/v2/any', { json: { id: 2785417393049059330n } });
    assert.match(server.last.body.toString(), /"id":"2785417393049059330"/);
  });
});

test('objects inside results keep what they have no member for', () => {
  // A class of this test alone, of types that are there.
  class Widget extends q.Result {
    static members = ['owner', 'info', 'any'];
    static objects = { owner: 'User', info: 'PersonalSignAuthInfo' };
  }
  const meta = { httpStatus: 200, attempts: 1, page: null, env: null };
  const owner = { contact: '1', extra: { age: 'old', extra: 1 } };
  const widget = new Widget({ owner, info: [{ extra: { a: 1 } }, {}], any: { extra: 2 }, extra: { n: 1 } }, meta);
  assert.deepEqual(widget.owner.extra, { age: 'old', extra: 1 });
  const sent = { owner: { contact: '1', age: 'old', extra: 1 }, info: [{ a: 1 }, {}], any: { extra: 2 }, n: 1 };
  assert.deepEqual(JSON.parse(JSON.stringify(widget)), sent);
  assert.ok(!inspect(widget).includes('old'));
});

test('a wrong request names its field and is not sent', async () => {
  const { personalAuth } = emulator.client();
  const cases = [
    [{ user: { contact: '1', contactType: 'MOBIL' } }, 'user.contactType'],
    [{ user, mode: 'BANKS' }, 'mode'],
    [{ user, otherModes: ['IVS', 'x'] }, 'otherModes[1]'],
    [{ user, callbackUrl: 'ftp://x' }, 'callbackUrl'],
    [{ user, username: { a: 1 } }, 'username'],
    [{ user, usrname: 'x' }, 'usrname'],
    [{ user, extra: { mode: 1 } }, 'extra.mode'],
    [{ user: undefined }, 'user'],
    [{}, 'user'],
  ];
  for (const [request, field] of cases) {
    const error = await rejected(personalAuth.createTicket(request), q.ValidationError);
    assert.deepEqual([error.kind, error.field, error.attempts], ['validation', field, 0], JSON.stringify(request));
  }
  for (const request of [undefined, null, 'text', 1, []]) {
    await rejected(personalAuth.createTicket(request), q.ValidationError);
  }
  const typo = await rejected(personalAuth.createTicket({ user, usrname: 'x' }), q.ValidationError);
  assert.match(typo.message, /username/);
  assert.deepEqual(await emulator.requests(), []);
});

test('members that are undefined are not sent; extra goes into the body', async () => {
  await emulator.client().personalAuth.createTicket({ user, mode: undefined, extra: { notYetKnown: { a: 1 } } });
  const { body } = (await emulator.requests()).at(-1);
  assert.deepEqual(JSON.parse(body), { user, notYetKnown: { a: 1 } });
});

test('errors have the same attributes, and keep the body behind its accessor', async () => {
  const client = emulator.client({ maxRetries: 0 });
  const body = { code: 11990006, message: 'SLOW', secret: 's3cret' };
  await emulator.setFaults([{ fault: { status: 429, headers: { 'Retry-After': '7', 'X-Note': 'n' }, body } }]);
  const error = await rejected(client.personalAuth.createTicket({ user }), q.RateLimitError);
  assert.ok(error instanceof q.APIError && error instanceof q.QiyuesuoError && error instanceof Error);
  const { name, kind, httpStatus, code, responseCode, field, attempts, retryAfter } = error;
  assert.deepEqual(
    { name, kind, operation: error.operation, httpStatus, code, responseCode, field, attempts, retryAfter },
    {
      name: 'RateLimitError',
      kind: 'rate_limit',
      operation,
      httpStatus: 429,
      code: 11990006,
      responseCode: undefined,
      field: undefined,
      attempts: 1,
      retryAfter: 7,
    },
  );
  assert.equal(error.headers['x-note'], 'n');
  assert.ok(error.stack.includes('RateLimitError') && error.message.includes('SLOW'));
  assert.ok(error.body().includes('SLOW') && !error.body().includes('s3cret'));

  const captured = await rejected(client.withOptions({ captureBodies: true }).personalAuth.createTicket({ user }), q.RateLimitError);
  assert.ok(captured.body().includes('s3cret'));
  const shown = [inspect(captured, { depth: 9, showHidden: true }), String(captured), JSON.stringify(captured), captured.stack];
  for (const text of [...shown, JSON.stringify(Object.getOwnPropertyNames(captured).map((one) => captured[one]))]) {
    assert.ok(!text.includes('s3cret'), text);
  }
  assert.match(inspect(error), /kind: 'rate_limit'/);
});

test('each kind has its class', async () => {
  const client = emulator.client({ maxRetries: 0 });
  const ask = (options) => client.withOptions(options ?? {}).personalAuth.createTicket({ user });
  const wrong = await rejected(ask({ appSecret: 'wrong' }), q.AuthenticationError);
  assert.ok(wrong.code === 443 && wrong instanceof q.APIError);
  await emulator.setFaults([{ fault: { html: true } }]);
  await rejected(ask(), q.InvalidResponseError);
  await emulator.setFaults([{ fault: { hang: true } }]);
  const late = await rejected(client.personalAuth.createTicket({ user }, { attemptTimeoutMs: 200 }), q.APITimeoutError);
  assert.ok(late instanceof q.APIConnectionError);
  await rejected(client.personalAuth.createTicket({ user }, { timeoutMs: 200 }), q.APITimeoutError);
  await emulator.setFaults([{ fault: { status: 500 } }]);
  await rejected(ask(), q.ServerError);
  await emulator.setFaults([{ fault: { status: 403 } }]);
  await rejected(ask(), q.PermissionDeniedError);
  const closed = new q.Client({ appToken: 't', appSecret: 's', baseUrl: 'http://127.0.0.1:1', maxRetries: 0 });
  await rejected(closed.request('GET', '/'), q.APIConnectionError);
});

test('a panic in the core is an InternalError, and the client goes on', async () => {
  const client = emulator.client();
  for (let i = 0; i < 3; i += 1) {
    // No user can name an operation; the core has one that panics, for this test.
    const error = await rejected(client.personalAuth.call('__panic', {}, undefined), q.InternalError);
    assert.deepEqual([error.kind, error.name], ['internal', 'InternalError']);
    assert.match(error.message, /report/);
  }
  assert.ok((await client.personalAuth.createTicket({ user })).ticket);
});

test('wrong options are told when the client is made, under the names they have here', () => {
  const given = { appToken: 't', appSecret: 's' };
  const cases = [
    [{ baseUrl: 'ftp://x' }, 'baseUrl', /baseUrl/],
    [{ maxRetries: -1 }, 'maxRetries', /maxRetries/],
    [{ attemptTimeoutMs: 'x' }, 'attemptTimeoutMs', /milliseconds/],
    [{ attemptTimeoutMs: 0 }, 'attemptTimeoutMs', /milliseconds/],
    [{ environment: 'sandbox' }, 'environment', /production/],
    [{ appSecret: ' s' }, 'appSecret', /white space/],
    [{ appSecret: undefined }, 'appSecret', /QYS_APP_SECRET/],
    [{ app_token: 't' }, 'app_token', /appToken/],
    [{ appTokn: 't' }, 'appTokn', /`appToken`/],
    [{ signature: { digest: 'sha1', parts: [] } }, 'signature', /digest/],
  ];
  for (const [option, field, message] of cases) {
    assert.throws(
      () => new q.Client({ ...given, ...option }),
      (error) => {
        assert.ok(error instanceof q.ConfigurationError);
        assert.equal(error.field, field, error.message);
        assert.match(error.message, message);
        return true;
      },
    );
  }
});

test('options of a call and of a view', async () => {
  const client = emulator.client({ maxRetries: 0 });
  await emulator.setFaults([{ fault: { status: 503 } }]);
  const error = await rejected(client.personalAuth.createTicket({ user }, { maxRetries: 1 }), q.ServerError);
  assert.equal(error.attempts, 2);
  const wrong = await rejected(client.personalAuth.createTicket({ user }, { baseUrl: 'http://x' }), q.ConfigurationError);
  assert.equal(wrong.field, 'baseUrl');
  assert.throws(() => client.withOptions({ proxy: 'direct' }), { name: 'ConfigurationError', field: 'proxy' });
  await emulator.clearFaults();
  const view = client.withOptions({ appToken: 'other', appSecret: 'secret' });
  await rejected(view.personalAuth.createTicket({ user }), q.AuthenticationError);
  view.close();
  assert.ok((await client.personalAuth.createTicket({ user })).ticket);
});

test('what comes from the environment', async () => {
  const env = { QYS_BASE_URL: emulator.url, QYS_APP_TOKEN: emulator.appToken, QYS_APP_SECRET: emulator.appSecret };
  const program = 'console.log((await new Client().personalAuth.createTicket(request)).ticket.length > 10)';
  assert.equal(await run(program, { env }), 'true\n');
});

test('raw requests', async () => {
  const client = emulator.client();
  const reply = await client.request('POST', '/v2/personalauth/miniappexchange', { json: { user }, repeatable: true });
  assert.deepEqual([reply.httpStatus, reply.attempts, reply.data.code], [200, 1, 0]);
  await withServer({}, async (server) => {
    const raw = new q.Client(server.options);
    await raw.request('GET', '/v2/any', { query: { a: 1, b: true, c: undefined, d: '张 &' } });
    assert.equal(server.last.url, '/v2/any?a=1&b=true&d=%E5%BC%A0+%26');
    await raw.request('GET', '/v2/any', { query: [['a', 1], ['a', 2n]] });
    assert.equal(server.last.url, '/v2/any?a=1&a=2');
    await raw.request('POST', '/v2/any', { files: { file: { data: Buffer.from('abc'), filename: 'a.txt', contentType: 'text/plain' } } });
    assert.match(server.last.body.toString(), /name="file"; filename="a.txt"\r\n.*text\/plain\r\n\r\nabc\r\n/is);
    const error = await rejected(raw.request('POST', '/v2/any', { files: { file: 'text' } }), q.ValidationError);
    assert.equal(error.field, 'file');
  });
});

test('files of typed calls', async () => {
  const applicant = { contact: '10020033044', contactType: 'MOBILE' };
  const { companyAuth } = emulator.client();
  const license = { data: new Uint8Array([1, 2, 3]), filename: 'a.png', contentType: 'image/png' };
  const blob = new Blob([license.data], { type: 'image/png' });
  for (const file of [license, license.data, Buffer.from([1, 2]), blob, { data: blob, filename: 'b.png' }]) {
    assert.ok((await companyAuth.createTicketWithLicense({ companyName: 'x', applicant, license: file })).ticket);
  }
  assert.match((await emulator.requests()).at(-1).body, /license: file "b.png", image\/png, 3 bytes/);
  const missing = await rejected(companyAuth.createTicketWithLicense({ companyName: 'x', applicant }), q.ValidationError);
  assert.equal(missing.field, 'license');
  const text = await rejected(companyAuth.createTicketWithLicense({ companyName: 'x', applicant, license: 'text' }), q.ValidationError);
  assert.equal(text.field, 'license');
});

test('a download', async () => {
  const headers = { 'content-type': 'application/pdf', 'content-disposition': 'attachment; filename="../../a.pdf"' };
  await withServer({ body: '%PDF-1.7 secret', headers }, async (server) => {
    const file = await new q.Client(server.options).download('GET', '/v2/contract/download', { query: { contractId: '1' } });
    assert.ok(file instanceof q.Download && Buffer.isBuffer(file.content));
    assert.equal(file.content.toString(), '%PDF-1.7 secret');
    assert.deepEqual([file.contentType, file.httpStatus, file.attempts], ['application/pdf', 200, 1]);
    assert.equal(file.filename, 'a.pdf');
    assert.ok(!inspect(file).includes('content:'));
  });
});

test('signing without a client', () => {
  const headers = q.sign({ token: 't', secret: 's', timestamp: 1700000000000, nonce: 'n' });
  assert.equal(headers['x-qys-open-timestamp'], '1700000000000');
  assert.match(headers['x-qys-open-signature'], /^[0-9a-f]{32}$/);
  assert.throws(() => q.sign({ token: 't', secret: 's', rule: 'none' }), q.ConfigurationError);
  assert.match(q.VERSION, /^\d+\.\d+\.\d+/);
});

test('CommonJS and ES modules have the same classes', async () => {
  const required = createRequire(import.meta.url)('qiyuesuo');
  assert.deepEqual(Object.keys(required).sort(), Object.keys(q).sort());
  for (const name of Object.keys(q)) {
    assert.equal(required[name], q[name], name);
  }
  const error = await rejected(new required.Client({ appToken: 't', appSecret: 's' }).personalAuth.createTicket({}), q.ValidationError);
  assert.ok(error instanceof required.QiyuesuoError);
});

test('what is sent is what was asked for, or refused by name', async () => {
  await withServer({}, async (server) => {
    const client = new q.Client(server.options);
    const sent = async (query) => {
      await client.request('GET', '/x', { query });
      return server.last.url;
    };
    assert.equal(await sent(new URLSearchParams('a=1&a=2')), '/x?a=1&a=2');
    assert.equal(await sent(new Map([['a', 1n]])), '/x?a=1');
    assert.equal(await sent({ a: 1.5, b: undefined, c: true }), '/x?a=1.5&c=true');
    const before = server.requests;
    const refused = async (call, field) => {
      const error = await call.then(() => assert.fail('it was sent'), (reason) => reason);
      assert.deepEqual([error.name, error.field], ['ValidationError', field]);
    };
    await refused(client.request('GET', '/x', { query: { a: {} } }), 'query.a');
    // eslint-disable-next-line no-loss-of-precision
    await refused(client.request('GET', '/x', { query: { a: 2858345678901234567 } }), 'query.a');
    await refused(client.request('GET', '/x', { query: 'a=b' }), 'query');
    await refused(client.request('POST', '/x', { json: { a: [new Map()] } }), 'json.a[0]');
    await refused(client.request('POST', '/x', { json: Number.NaN }), 'json');
    await refused(client.request('POST', '/x', { json: { id: 2858345678901234567 } }), 'json.id');
    await refused(client.personalAuth.createTicket({ user, username: () => 'x' }), 'username');
    const own = {};
    own.own = own;
    await refused(client.request('POST', '/x', { json: own }), `json${'.own'.repeat(64)}`);
    assert.equal(server.requests, before);
  });
});
