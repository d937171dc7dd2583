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

test('a query is read alone and with a body', () => {
  assert.deepEqual(callback.parse(undefined, { query: FORM, allowUnsigned: true }).fields, FIELDS);
  const [head, ...tail] = FORM.split('&');
  assert.deepEqual(callback.parse(tail.join('&'), { query: head, allowUnsigned: true }).fields, FIELDS);
  assert.throws(() => callback.parse(FIELDS, { query: head }), TypeError);
});

test('an unsigned callback is refused unless allowed, and wrong input is told', () => {
  assert.throws(() => callback.parse(FORM), (error) => error instanceof CallbackError && error.kind === 'callback');
  assert.throws(() => callback.parse(FORM, { cbcIv: 'short' }), ConfigurationError);
  assert.throws(() => callback.parse(FORM, { maxAgeMs: -1 }), ConfigurationError);
  for (const form of [null, 5, true, () => {}]) {
    assert.throws(() => callback.parse(form, { allowUnsigned: true }), TypeError);
  }
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
