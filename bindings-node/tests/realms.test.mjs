/** In a realm of its own, as Jest runs tests: there native code throws errors that are no `Error` of the program. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { File } from 'node:buffer';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import vm from 'node:vm';

import { FOLDER } from './support/package.mjs';
import { withServer } from './support/servers.mjs';

/** The package, loaded into the context. */
function loaded(context) {
  const modules = new Map();
  const load = (file) => {
    if (!modules.has(file)) {
      const module = { exports: {} };
      modules.set(file, module);
      const code = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;
      const outer = createRequire(file);
      const inner = (name) => (name.startsWith('.') ? load(`${resolve(dirname(file), name)}.js`) : outer(name));
      vm.runInContext(code, context, { filename: file })(module.exports, inner, module, file, dirname(file));
    }
    return modules.get(file).exports;
  };
  return load(`${FOLDER}/dist/index.js`);
}

test('errors, files and signals work in another realm', async () => {
  // Less than jest-environment-node hands over, so that it is seen what is taken from there.
  const handed = { process, Buffer, AbortSignal, setImmediate, performance };
  const context = vm.createContext(handed);
  assert.notEqual(vm.runInContext('Error', context), Error);
  const { Client, callback, ConfigurationError, CallbackError, ValidationError, CancelledError, QiyuesuoError } = loaded(context);
  const user = { contact: '10020033044', contactType: 'MOBILE' };
  assert.throws(() => new Client({ appToken: 't', appSecret: 's', baseUrl: 'ftp://x' }), ConfigurationError);
  assert.throws(() => callback.parse('a=b'), CallbackError);
  await withServer({}, async (server) => {
    const client = new Client(server.options);
    assert.equal((await client.personalAuth.createTicket({ user })).ticket, 't-1');
    const theirs = vm.runInContext('new Uint8Array([97])', context);
    assert.ok(!(theirs instanceof Uint8Array));
    const files = [theirs, Buffer.from('a'), new Blob(['a']), new File(['a'], 'a.png'), { data: theirs, filename: 'a.png' }];
    for (const license of files) {
      await client.companyAuth.createTicketWithLicense({ companyName: 'x', applicant: user, license });
      assert.match(String(server.last.body), /name="license"; filename="[a-z.]+"\r\n.*\r\n\r\na\r\n/);
    }
    const form = vm.runInContext("new Uint8Array([...'authId=1&mode=BANK&status=1'].map((one) => one.charCodeAt()))", context);
    assert.equal(callback.parse(form, { allowUnsigned: true }).type, 'personal_auth');
    await client.request('POST', '/v2/any', { json: { id: 1n } });
    const rejected = (promise) => promise.then(assert.fail, (error) => error);
    assert.ok((await rejected(client.personalAuth.createTicket({}))) instanceof ValidationError);
    const error = await rejected(client.personalAuth.createTicket({ user }, { signal: AbortSignal.abort() }));
    assert.ok(error instanceof CancelledError);
    client.close();
    assert.ok((await rejected(client.personalAuth.createTicket({ user }))) instanceof QiyuesuoError);
  });
});
