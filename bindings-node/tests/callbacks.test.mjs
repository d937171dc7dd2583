/** Callbacks, as the web frameworks hand them over. What a callback means is tested by the vectors. */

import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { callback, CallbackError, CallbackEvent, ConfigurationError } from 'qiyuesuo';

import { SOURCE } from './support/package.mjs';
import { begin } from './support/programs.mjs';
import { soon } from './support/servers.mjs';

const FORM = 'mode=BANK&status=1&authId=2785417393049059330&note=%E5%BC%A0%E4%B8%89+x';
const FIELDS = { mode: 'BANK', status: '1', authId: '2785417393049059330', note: '张三 x' };
const FOLDER = fileURLToPath(new URL('.', import.meta.url));

test('every form of a form is read', () => {
  const forms = [
    FORM,
    Buffer.from(FORM),
    new TextEncoder().encode(FORM),
    FIELDS,
    Object.entries(FIELDS),
    new URLSearchParams(FORM),
    new Map(Object.entries(FIELDS)),
    Object.fromEntries(Object.entries(FIELDS).map(([name, value]) => [name, [value]])),
  ];
  for (const form of forms) {
    const event = callback.parse(form, { allowUnsigned: true });
    assert.ok(event instanceof CallbackEvent);
    assert.deepEqual([event.type, event.authenticity, event.fields], ['personal_auth', 'none', FIELDS]);
    assert.deepEqual(event.reply(), { status: 200, contentType: event.reply().contentType, body: '{"code":0}' });
    const printed = inspect(event, { showHidden: true }) + String(event) + JSON.stringify(event);
    assert.ok(!printed.includes('2785417393049059330') && !printed.includes('张三'), printed);
  }
});

test('fields have names of their own', () => {
  const content = '{"authId": 2785417393049059330, "requestId": "r", "status": 3, "passed": true}';
  const event = callback.parse({ content }, { allowUnsigned: true });
  assert.deepEqual([event.authId, event.requestId, event.contractId], ['2785417393049059330', 'r', undefined]);
  assert.equal(event.personalAuthStatus, 'in_review');
  assert.deepEqual([event.text('status'), event.text('passed'), event.text('constructor')], ['3', undefined, undefined]);
  const unknown = callback.parse({ authId: '1', status: 'toString' }, { allowUnsigned: true });
  assert.equal(unknown.personalAuthStatus, undefined);
  // The same field of another kind of callback has other values.
  const company = callback.parse({ requestId: 'r', status: '1' }, { allowUnsigned: true });
  assert.deepEqual([company.type, company.personalAuthStatus], ['company_auth', undefined]);
});

test('a query is read alone and with a body', () => {
  assert.deepEqual(callback.parse(undefined, { query: FORM, allowUnsigned: true }).fields, FIELDS);
  const event = callback.parse(FORM, { query: 'contractId=99', allowUnsigned: true });
  assert.deepEqual([event.type, event.fields, event.ownParameters], ['personal_auth', FIELDS, { contractId: '99' }]);
  assert.throws(() => callback.parse(FIELDS, { query: 'a=b' }), TypeError);
});

test('an unsigned callback is refused unless allowed, and wrong input is told', () => {
  assert.throws(() => callback.parse(FORM), (error) => error instanceof CallbackError && error.kind === 'callback');
  assert.throws(() => callback.parse(FORM, { cbcIv: 'short' }), ConfigurationError);
  assert.throws(() => callback.parse(FORM, { maxAgeMs: -1 }), ConfigurationError);
  for (const form of [null, 5, true, () => {}]) {
    assert.throws(() => callback.parse(form, { allowUnsigned: true }), TypeError);
  }
});

test('a value means one text or is refused by name', () => {
  const read = (authId) => callback.parse({ authId, status: '1' }, { allowUnsigned: true });
  for (const value of ['1', ['1'], 1, 1n, [1]]) {
    assert.deepEqual(read(value).fields, { authId: '1', status: '1' });
  }
  const loop = [];
  loop.push(loop);
  const values = [null, [], ['7777', '8'], { a: '7777' }, [{ a: '7777' }], NaN, 2 ** 53, '\ud83d7777', Symbol('x'), () => {}, loop];
  for (const value of values) {
    const named = (error) => error instanceof CallbackError && error.field === 'authId' && !error.message.includes('7777');
    assert.throws(() => read(value), named);
    assert.throws(() => callback.parse([['authId', value]], { allowUnsigned: true }), named);
  }
  for (const form of [[5], ['authId'], [['authId']], new Set([1])]) {
    assert.throws(() => callback.parse(form, { allowUnsigned: true }), CallbackError);
  }
  assert.throws(() => callback.parse('{"authId":"1","status":"1"}', { allowUnsigned: true }), /JSON/);
});

test('the forms that express makes are read', async () => {
  const { urlencoded } = createRequire(import.meta.url)('express');
  const express = createRequire(import.meta.url)('express')();
  express.post('/', urlencoded({ extended: true }), (request, response) => {
    try {
      response.json(callback.parse(request.body, { allowUnsigned: true }).fields);
    } catch (error) {
      response.status(error instanceof CallbackError ? 400 : 500).json({ field: error.field });
    }
  });
  const server = express.listen(0, '127.0.0.1');
  try {
    await new Promise((resolve) => server.once('listening', resolve));
    const ask = async (body) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await fetch(`http://127.0.0.1:${server.address().port}/`, { method: 'POST', headers, body });
      return [answer.status, await answer.json()];
    };
    assert.deepEqual(await ask(FORM), [200, FIELDS]);
    assert.deepEqual(await ask('authId[]=1&status=1'), [200, { authId: '1', status: '1' }]);
    for (const body of ['authId[a]=1&status=1', 'authId=1&authId=2', 'authId[a][b]=1', 'authId[]=1&authId[]=2']) {
      assert.deepEqual(await ask(body), [400, { field: 'authId' }], body);
    }
  } finally {
    server.close();
    server.closeAllConnections?.();
  }
});

test('a key that anybody can guess is refused', () => {
  for (const keys of ['', [''], ['  '], [null], [5], 5, null, ['0123456789abcdef\n']]) {
    const named = (error) => error instanceof ConfigurationError && error.field === 'keys';
    assert.throws(() => callback.parse(FORM, { keys, allowUnsigned: true }), named);
  }
  const second = (error) => error instanceof ConfigurationError && error.field === 'keys[1]';
  assert.throws(() => callback.parse(FORM, { keys: ['0123456789abcdef', ''], allowUnsigned: true }), second);
});

test('a limit that is none is refused, and so is an option that is not known', () => {
  const old = { signature: '0', timestamp: '1', authId: '1' };
  for (const [name, values] of Object.entries({
    maxAgeMs: [Number.NaN, Infinity, '1h', {}, -1, null],
    rememberMs: [Number.NaN, '60'],
    maxAge: [60],
    allowUnsigned: ['false', 1],
    now: ['today', -1, Number.NaN],
  })) {
    for (const value of values) {
      const refused = (error) => error.name === 'ConfigurationError' && error.message.includes(name === 'now' || name === 'allowUnsigned' ? '' : name);
      assert.throws(() => callback.parse(old, { keys: ['0123456789abcdef'], [name]: value }), refused, `${name} ${String(value)}`);
    }
  }
});

test('a callback that comes again is told and let in', () => {
  const read = (form, rememberMs) => callback.parse(form, { allowUnsigned: true, rememberMs });
  const first = read('authId=again&status=1', 60_000);
  const again = read({ status: '1', authId: 'again' }, 60_000);
  assert.deepEqual([first.repeated, again.repeated, again.fingerprint], [false, true, first.fingerprint]);
  assert.match(first.fingerprint, /^[0-9a-f]{64}$/);
  assert.equal(read('authId=again&status=1').repeated, false);
});

/** Compiles the TypeScript example as Nest does; answers where it is. */
async function compiled() {
  const esbuild = createRequire(import.meta.url)('esbuild');
  const outfile = `${FOLDER}nestjs_app.cjs`;
  await esbuild.build({
    entryPoints: [`${SOURCE}/examples/node/callbacks/nestjs_app.ts`],
    outfile,
    platform: 'node',
    format: 'cjs',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  return outfile;
}

function copied(file) {
  copyFileSync(`${SOURCE}/examples/node/callbacks/${file}`, FOLDER + file);
  return FOLDER + file;
}

const examples = {
  express: () => copied('express_app.mjs'),
  fastify: () => copied('fastify_app.mjs'),
  nestjs: compiled,
};
const major = Number(process.versions.node.split('.')[0]);

for (const [framework, file] of Object.entries(examples)) {
  const skip = framework === 'nestjs' && major < 20 ? 'NestJS needs Node 20' : false;
  test(`the example for ${framework} answers as the platform wants`, { skip }, async () => {
    const server = begin(process.execPath, [await file()], { env: { ...process.env, PORT: '0' } });
    try {
      let port;
      await soon('it listens', () => {
        assert.equal(server.exitCode, null, server.said.err);
        port = /port (\d+)/.exec(server.said.out)?.[1];
        return port !== undefined;
      }, 30_000);
      const url = `http://127.0.0.1:${port}/qiyuesuo/callback`;
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await fetch(url, { method: 'POST', headers, body: FORM });
      assert.deepEqual([answer.status, await answer.text()], [200, '{"code":0}']);
      assert.match(answer.headers.get('content-type'), /^application\/json/);
      const split = await fetch(`${url}?${FORM}`, { method: 'POST' });
      assert.deepEqual([split.status, await split.text()], [200, '{"code":0}']);
      const forged = await fetch(url, { method: 'POST', headers, body: 'signature=00&timestamp=1&content=x' });
      assert.equal(forged.status, 400);
    } finally {
      server.kill();
    }
    const { out } = await server.done;
    assert.match(out, /personal_auth none \[ 'authId', 'mode', 'note', 'status' \]/);
  });
}
