/** Bundles made with esbuild. */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { begin } from './support/programs.mjs';
import { withServer } from './support/servers.mjs';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const NATIVE = createRequire(import.meta.url)('./node_modules/qiyuesuo/dist/platform.js').platformPackage('qiyuesuo');
const PROGRAM = `
  import { Client, QiyuesuoError } from 'qiyuesuo';
  import { User } from 'qiyuesuo/compat';
  const client = new Client(JSON.parse(process.env.TEST_OPTIONS));
  const user = new User('10020033044', 'MOBILE');
  client.personalAuth.createTicket({ user: user.toJSON() }).then(async ({ ticket }) => {
    const error = await client.personalAuth.createTicket({}).catch((reason) => reason);
    console.log(ticket, error instanceof QiyuesuoError, error.name);
  });
`;
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

for (const [name, options, inBundle] of [
  ['CommonJS', { format: 'cjs' }, true],
  ['ES module, with a require as esbuild asks for', { format: 'esm', outExtension: { '.js': '.mjs' }, banner: { js: REQUIRE } }, true],
  ['ES module, with the package external', { format: 'esm', outExtension: { '.js': '.mjs' }, external: ['qiyuesuo'] }, false],
  ['CommonJS, minified', { format: 'cjs', minify: true }, true],
]) {
  test(`a bundle works with the native package beside it: ${name}`, async () => {
    const esbuild = createRequire(import.meta.url)('esbuild');
    const folder = mkdtempSync(`${FOLDER}bundle-`);
    writeFileSync(`${folder}/program.mjs`, PROGRAM);
    const outdir = `${folder}/out`;
    await esbuild.build({ entryPoints: [`${folder}/program.mjs`], outdir, bundle: true, platform: 'node', logLevel: 'silent', ...options });
    const bundle = `${outdir}/program${options.outExtension?.['.js'] ?? '.js'}`;
    assert.equal(readFileSync(bundle, 'utf8').includes('personal_auth.create_ticket'), inBundle);
    // Elsewhere, with nothing but what the bundle needs.
    mkdirSync(`${outdir}/node_modules`);
    for (const needed of inBundle ? [NATIVE] : [NATIVE, 'qiyuesuo']) {
      symlinkSync(`${FOLDER}node_modules/${needed}`, `${outdir}/node_modules/${needed}`);
    }
    await withServer({}, async (server) => {
      const env = { ...process.env, TEST_OPTIONS: JSON.stringify(server.options) };
      const { code, out, err } = await begin(process.execPath, [bundle], { cwd: '/', env }).done;
      assert.deepEqual([code, out], [0, 't-1 true ValidationError\n'], err);
    });
    rmSync(folder, { recursive: true });
  });
}
