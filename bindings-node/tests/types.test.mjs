/** The declarations, with `tsc --strict`, under each resolution that users have. */

import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

import { internals } from './support/package.mjs';
import { begin } from './support/programs.mjs';

const FOLDER = fileURLToPath(new URL('./typing/', import.meta.url));
const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const RESOLUTIONS = {
  node16: ['--module', 'node16', '--moduleResolution', 'node16'],
  nodenext: ['--module', 'nodenext', '--moduleResolution', 'nodenext'],
  bundler: ['--module', 'preserve', '--moduleResolution', 'bundler'],
};

function compile(files, more) {
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
  const lib = ['--target', 'es2022', '--lib', 'es2022', '--types', 'node'];
  return begin(process.execPath, [TSC, ...options, ...lib, ...more, ...files], { cwd: FOLDER }).done;
}

// The same programs as modules of both kinds.
for (const name of ['every_call', 'program']) {
  copyFileSync(`${FOLDER}${name}.mts`, `${FOLDER}${name}_commonjs.cts`);
}

for (const [name, options] of Object.entries(RESOLUTIONS)) {
  test(`the types hold for ${name}`, async () => {
    const files = ['every_call', 'program'].flatMap((file) => [`${file}.mts`, `${file}_commonjs.cts`]);
    const { code, out } = await compile(files, options);
    assert.equal(code, 0, out);
  });
}

test('a mistake does not compile', async () => {
  writeFileSync(`${FOLDER}mistake.mts`, `import { Client } from 'qiyuesuo';\nawait new Client().personalAuth.createTicket({});\n`);
  const { code, out } = await compile(['mistake.mts'], RESOLUTIONS.nodenext);
  assert.notEqual(code, 0);
  assert.match(out, /Property 'user' is missing/);
});

test('the program with every call has every call', () => {
  const text = readFileSync(`${FOLDER}every_call.mts`, 'utf8');
  const operations = Object.values(internals('generated/tables').OPERATIONS);
  assert.ok(operations.length > 15);
  for (const { family, call } of operations) {
    assert.ok(text.includes(`client.${family}.${call}(`), call);
  }
});

test('every member of the declarations has documentation', () => {
  const { folder, files } = declarations();
  const missing = [];
  for (const file of files) {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n');
    lines.forEach((line, index) => {
      const member = /^ {4}(?!private|protected|constructor|#|\[|get (?:route))[\w ]+\??[(:<].*;$/.test(line);
      const declared = /^export (?:declare )?(?:class|interface|type|const|function) /.test(line);
      // An interface that is merged with a class is documented there.
      if ((member || (declared && !/interface \w+ extends Accessors|namespace/.test(line))) && !/\*\/$/.test(lines[index - 1])) {
        missing.push(`${file}:${index + 1}: ${line}`);
      }
    });
  }
  assert.deepEqual(missing, []);
});

/** Those that users see. */
function declarations() {
  const folder = join(FOLDER, '../node_modules/qiyuesuo/dist');
  const shown = ['callback', 'client', 'compat', 'errors', 'fake', 'logs', 'result', 'sign', 'testing', 'types'];
  const generated = ['common', 'company_auth', 'compat', 'contract', 'families', 'options', 'personal_auth', 'personal_sign', 'saas'];
  return { folder, files: [...shown.map((name) => `${name}.d.ts`), ...generated.map((name) => `generated/${name}.d.ts`)] };
}
