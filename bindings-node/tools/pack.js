/**
 * Makes npm packages of what cargo built, as folders and as tarballs:
 *
 *   node pack.js OUT --tools FOLDER --module FILE [--qys FILE] [--target TARGET]
 *
 * `qiyuesuo` (JavaScript and types) and `qiyuesuo-TARGET` (the native module FILE); with --qys also `qiyuesuo-cli` and
 * `qiyuesuo-cli-TARGET`. TARGET is one of targets.json, by default that of this machine; FOLDER is where package.json of
 * this folder is installed. Versions are those of the workspace.
 */

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');

const targets = require('./targets.json');
const here = path.resolve(__dirname, '..');
const root = path.resolve(here, '..');

const text = { type: 'string' };
const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: { tools: text, module: text, qys: text, target: text },
});
const [out] = positionals;
if (out === undefined || given.tools === undefined || given.module === undefined || (given.target !== undefined && !(given.target in targets))) {
  throw new Error('usage: pack.js OUT --tools FOLDER --module FILE [--qys FILE] [--target TARGET]');
}
const version = /^\[workspace\.package\]\nversion = "(.*)"/m.exec(fs.readFileSync(`${root}/Cargo.toml`, 'utf8'))[1];
const { author, homepage, repository, bugs } = require('../package.json');
const common = { version, license: 'MIT OR Apache-2.0', author, homepage, repository, bugs };

fs.rmSync(out, { recursive: true, force: true });
fs.mkdirSync(`${out}/tarballs`, { recursive: true });
library();
given.target ??= thisMachine();
platform('qiyuesuo', 'native module', given.module, 'qiyuesuo.node', { main: 'qiyuesuo.node' });
wrapForModules();
if (given.qys !== undefined) {
  command();
  const file = given.target.startsWith('win32') ? 'qys.exe' : 'qys';
  platform('qiyuesuo-cli', 'command qys', given.qys, file, { preferUnplugged: true });
}
for (const name of fs.readdirSync(out).filter((name) => name.startsWith('qiyuesuo'))) {
  run('npm', ['pack', '--silent', '--pack-destination', path.resolve(out, 'tarballs')], path.join(out, name));
}

/** As the package itself tells it, in lib/platform.ts. */
function thisMachine() {
  return require(path.resolve(out, 'qiyuesuo/dist/platform.js')).platformPackage('').slice(1);
}

function library() {
  const tools = path.resolve(given.tools, 'node_modules');
  const options = ['--typeRoots', `${tools}/@types`, '--outDir', path.resolve(out, 'qiyuesuo/dist')];
  run(process.execPath, [`${tools}/typescript/bin/tsc`, '-p', here, ...options], here);
  const packages = fs.readFileSync(`${out}/qiyuesuo/dist/packages.js`, 'utf8');
  const missing = Object.keys(targets).filter((target) => !packages.includes(`require.resolve('qiyuesuo-${target}')`));
  if (missing.length > 0) {
    throw new Error(`lib/packages.ts does not name ${missing.join(', ')} of targets.json`);
  }
  fill('qiyuesuo', here);
}

/** `qiyuesuo-cli`: the command, which starts the program of the platform's package. */
function command() {
  fill('qiyuesuo-cli', `${here}/cli`);
  fs.copyFileSync(`${here}/cli/qys.js`, `${out}/qiyuesuo-cli/qys.js`);
  fs.copyFileSync(`${out}/qiyuesuo/dist/platform.js`, `${out}/qiyuesuo-cli/platform.js`);
}

/** What stands in every package that people install by name. */
function fill(name, from) {
  const folder = `${out}/${name}`;
  const optional = Object.keys(targets).map((target) => [`${name}-${target}`, version]);
  const manifest = JSON.parse(fs.readFileSync(`${from}/package.json`, 'utf8'));
  write(folder, { ...manifest, ...common, optionalDependencies: Object.fromEntries(optional) });
  for (const readme of fs.readdirSync(from).filter((file) => file.startsWith('README'))) {
    fs.copyFileSync(`${from}/${readme}`, `${folder}/${readme}`);
  }
  licences(folder);
}

/** A package with one file for one platform. */
function platform(prefix, what, from, file, more) {
  const { os, cpu, libc } = targets[given.target];
  const folder = `${out}/${prefix}-${given.target}`;
  write(folder, {
    name: `${prefix}-${given.target}`,
    description: `The ${what} of the (unofficial) npm package ${prefix} for ${given.target}`,
    ...common,
    os: [os],
    cpu: [cpu],
    ...(libc && { libc: [libc] }),
    files: [file, 'LICENSE-*'],
    ...more,
  });
  fs.copyFileSync(from, `${folder}/${file}`);
  fs.chmodSync(`${folder}/${file}`, 0o755);
  fs.writeFileSync(`${folder}/README.md`, `# ${prefix}-${given.target} (*unofficial*)\n\nThe ${what} for ${given.target}; install \`${prefix}\`.\n`);
  licences(folder);
}

function write(folder, manifest) {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(`${folder}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
}

function licences(folder) {
  for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) {
    fs.copyFileSync(`${root}/${licence}`, `${folder}/${licence}`);
  }
}

/** ES modules that hand on the very same classes, so that `instanceof` works across both kinds of modules. */
function wrapForModules() {
  // Only names are wanted here, and the native module may be for another machine.
  const stub = path.resolve(out, 'stub.js');
  fs.writeFileSync(stub, "exports.version = () => '';\n");
  process.env.QYS_NODE_BINDING = stub;
  for (const entry of ['index', 'compat', 'testing']) {
    const file = path.resolve(out, `qiyuesuo/dist/${entry}`);
    const names = Object.keys(require(file)).sort();
    const text = [`import exported from './${entry}.js';`, ...names.map((name) => `export const ${name} = exported.${name};`)];
    fs.writeFileSync(`${file}.mjs`, `${text.join('\n')}\n`);
    fs.writeFileSync(`${file}.d.mts`, `export * from './${entry}.js';\n`);
  }
  fs.rmSync(stub);
}

function run(program, args, cwd) {
  execFileSync(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
}
