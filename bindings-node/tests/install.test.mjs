/** What users install: the tarballs, in an empty folder, without a registry. */

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { SOURCE } from './support/package.mjs';
import { begin } from './support/programs.mjs';
import { withServer } from './support/servers.mjs';

const TARBALLS = `${SOURCE}/target/node/dev/tarballs`;
const CALL = `
  new Client(JSON.parse(process.env.TEST_OPTIONS)).personalAuth
    .createTicket({ user: { contact: '10020033044', contactType: 'MOBILE' } })
    .then(({ ticket }) => console.log(ticket));
`;

let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qiyuesuo-'));
  writeFileSync(`${folder}/package.json`, '{"private": true}');
  const ours = readdirSync(TARBALLS).filter((name) => !name.startsWith('qiyuesuo-cli')).map((name) => `${TARBALLS}/${name}`);
  assert.equal(ours.length, 2);
  // A cache of its own, and no network: there is nothing but the two files.
  const { code, err } = await npm('install', '--offline', '--cache', `${folder}/cache`, '--no-audit', '--no-fund', ...ours);
  assert.equal(code, 0, err);
});
after(() => rmSync(folder, { recursive: true }));

function npm(...args) {
  return begin('npm', args, { cwd: folder }).done;
}

function node(args, env = {}) {
  return begin(process.execPath, args, { cwd: folder, env: { ...process.env, ...env } }).done;
}

test('a call from CommonJS and from an ES module', async () => {
  await withServer({}, async (server) => {
    const env = { TEST_OPTIONS: JSON.stringify(server.options) };
    for (const args of [
      ['--eval', `const { Client } = require('qiyuesuo');${CALL}`],
      ['--input-type=module', '--eval', `import { Client } from 'qiyuesuo';${CALL}`],
    ]) {
      const { code, out, err } = await node(args, env);
      assert.deepEqual([code, out], [0, 't-1\n'], err);
    }
  });
});

test('the packages have what they should, and no more', () => {
  const installed = readdirSync(`${folder}/node_modules`).filter((name) => !name.startsWith('.'));
  assert.equal(installed.length, 2);
  for (const name of installed) {
    const files = readdirSync(`${folder}/node_modules/${name}`);
    const manifest = JSON.parse(readFileSync(`${folder}/node_modules/${name}/package.json`, 'utf8'));
    for (const needed of ['LICENSE-MIT', 'LICENSE-APACHE', 'README.md']) {
      assert.ok(files.includes(needed), `${name}: ${needed}`);
    }
    assert.match(readFileSync(`${folder}/node_modules/${name}/README.md`, 'utf8').split('\n')[0], /unofficial/i);
    for (const member of ['description', 'license', 'author', 'homepage', 'repository', 'bugs']) {
      assert.ok(manifest[member], `${name}: ${member}`);
    }
    assert.equal(manifest.scripts, undefined);
    assert.equal(manifest.dependencies, undefined);
  }
  const dist = readdirSync(`${folder}/node_modules/qiyuesuo/dist`, { recursive: true });
  for (const entry of ['index', 'compat', 'testing']) {
    for (const suffix of ['.js', '.mjs', '.d.ts', '.d.mts']) {
      assert.ok(dist.includes(entry + suffix), entry + suffix);
    }
  }
  assert.deepEqual(dist.filter((name) => /(?<!\.d)\.ts$|\.map$|\.node$/.test(name)), []);
});

test('every platform has its package, of the same version', () => {
  const manifest = JSON.parse(readFileSync(`${folder}/node_modules/qiyuesuo/package.json`, 'utf8'));
  const targets = Object.keys(JSON.parse(readFileSync(`${SOURCE}/bindings-node/tools/targets.json`, 'utf8')));
  assert.deepEqual(Object.keys(manifest.optionalDependencies), targets.map((target) => `qiyuesuo-${target}`));
  assert.deepEqual([...new Set(Object.values(manifest.optionalDependencies))], [manifest.version]);
});

test('without the native package the error lists each attempt with its cause', async () => {
  // Out of reach of the folder that has it.
  const elsewhere = mkdtempSync(join(tmpdir(), 'qiyuesuo-'));
  cpSync(`${folder}/node_modules/qiyuesuo`, `${elsewhere}/qiyuesuo`, { recursive: true });
  const program = `
    try { require('${elsewhere}/qiyuesuo'); } catch (error) {
      console.log(error.name, error.kind, error.cause.errors.length, error.cause.errors.every(({ cause }) => cause instanceof Error));
      console.log(error.message);
    }
  `;
  const { out } = await node(['--eval', program]);
  rmSync(elsewhere, { recursive: true });
  const [first, ...message] = out.split('\n');
  assert.equal(first, 'ConfigurationError configuration 2 true');
  assert.match(message.join('\n'), /cannot load its native module \(.*Node v.*\)/);
  assert.match(message.join('\n'), /Cannot find module 'qiyuesuo-/);
  assert.match(message.join('\n'), /--omit=optional/);
});

test('QYS_NODE_BINDING overrides the path', async () => {
  const name = readdirSync(`${folder}/node_modules`).find((one) => one.startsWith('qiyuesuo-'));
  const copy = `${folder}/copy.node`;
  cpSync(`${folder}/node_modules/${name}/qiyuesuo.node`, copy);
  const program = `require('qiyuesuo'); console.log(process.report.getReport().sharedObjects.join())`;
  const { out } = await node(['--eval', program], { QYS_NODE_BINDING: copy });
  assert.match(out, /copy\.node/);
  const { code, err } = await node(['--eval', "require('qiyuesuo')"], { QYS_NODE_BINDING: '/nowhere.node' });
  assert.equal(code, 1);
  assert.match(err, /\/nowhere\.node: .*\n.*QYS_NODE_BINDING must be the path/);
});
