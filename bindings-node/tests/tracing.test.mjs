/** What takes along only the files that a program needs: it must see the native package. */

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { begin } from './support/programs.mjs';
import { withServer } from './support/servers.mjs';

const SUITE = realpathSync(fileURLToPath(new URL('.', import.meta.url)));
const require = createRequire(import.meta.url);
const NATIVE = require('./node_modules/qiyuesuo/dist/platform.js').platformPackage('qiyuesuo');

const folder = mkdtempSync(join(SUITE, 'tracing-'));
after(() => rmSync(folder, { recursive: true }));

test('@vercel/nft finds the native module', async () => {
  const { nodeFileTrace } = require('@vercel/nft');
  writeFileSync(`${folder}/program.mjs`, "import { Client } from 'qiyuesuo'; new Client(JSON.parse(process.env.TEST_OPTIONS)).close();");
  const { fileList } = await nodeFileTrace([`${folder}/program.mjs`], { base: SUITE });
  const elsewhere = mkdtempSync(`${folder}/out-`);
  for (const file of fileList) {
    cpSync(join(SUITE, file), join(elsewhere, file), { dereference: true });
  }
  assert.ok(existsSync(`${elsewhere}/node_modules/${NATIVE}/qiyuesuo.node`), [...fileList].join('\n'));
  const program = [...fileList].find((file) => file.endsWith('program.mjs'));
  const env = { ...process.env, TEST_OPTIONS: JSON.stringify({ appToken: 't', appSecret: 's', baseUrl: 'http://127.0.0.1:9' }) };
  const { code, err } = await begin(process.execPath, [join(elsewhere, program)], { cwd: '/', env }).done;
  assert.equal(code, 0, err);
});

const ROUTE = `
import { Client } from 'qiyuesuo';
export const dynamic = 'force-dynamic';
export async function GET() {
  const client = new Client();
  const { ticket } = await client.personalAuth.createTicket({ user: { contact: '10020033044', contactType: 'MOBILE' } });
  return Response.json({ ticket });
}
`;
const old = Number(process.versions.node.split('.')[0]) < 20 && 'this Next.js needs Node 20';

for (const bundler of ['turbopack', 'webpack']) {
  test(`a standalone server of Next.js answers with a ticket: ${bundler}`, { skip: old }, async () => {
    const app = `${folder}/${bundler}`;
    mkdirSync(`${app}/app/ticket`, { recursive: true });
    const root = dirname(SUITE);
    const config = { output: 'standalone', outputFileTracingRoot: root, turbopack: { root }, serverExternalPackages: ['qiyuesuo'] };
    writeFileSync(`${app}/package.json`, '{"private": true}');
    writeFileSync(`${app}/next.config.mjs`, `export default ${JSON.stringify(config)};`);
    writeFileSync(`${app}/app/layout.js`, 'export default ({ children }) => <html><body>{children}</body></html>;');
    writeFileSync(`${app}/app/ticket/route.js`, ROUTE);
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
    const next = join(dirname(require.resolve('next/package.json')), 'dist/bin/next');
    const built = await begin(process.execPath, [next, 'build', `--${bundler}`], { cwd: app, env }).done;
    assert.equal(built.code, 0, built.out + built.err);

    // Elsewhere, with nothing but what was traced.
    const elsewhere = mkdtempSync(join(tmpdir(), 'qiyuesuo-next-'));
    cpSync(`${app}/.next/standalone`, elsewhere, { recursive: true, verbatimSymlinks: true });
    const server = readdirSync(elsewhere, { recursive: true }).find((file) => /^(?!.*node_modules).*server\.js$/.test(file));
    await withServer({}, async (platform) => {
      const { appToken, appSecret, baseUrl } = platform.options;
      const settings = { QYS_APP_TOKEN: appToken, QYS_APP_SECRET: appSecret, QYS_BASE_URL: baseUrl, PORT: '0', HOSTNAME: '127.0.0.1' };
      const running = begin(process.execPath, [join(elsewhere, server)], { cwd: '/', env: { ...env, ...settings } });
      let url;
      while ((url = /http:\/\/127\.0\.0\.1:\d+/.exec(running.said.out)?.[0]) === undefined) {
        assert.equal(running.exitCode, null, running.said.err);
        await sleep(20);
      }
      const answer = await fetch(`${url}/ticket`);
      assert.deepEqual(await answer.json(), { ticket: 't-1' });
      running.kill();
      await running.done;
    });
    rmSync(elsewhere, { recursive: true });
  });
}
