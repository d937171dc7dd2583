#!/usr/bin/env node
/**
 * The command `qys`: starts the program that the platform's package brings. As a module it is the way to that program,
 * for those who start it themselves.
 */

const { spawn } = require('node:child_process');

const { platformPackage } = require('./platform.js');

function program() {
  const name = platformPackage('qiyuesuo-cli');
  try {
    return require.resolve(`${name}/qys${process.platform === 'win32' ? '.exe' : ''}`);
  } catch (cause) {
    const cure = 'Install qiyuesuo-cli where it runs, with optional dependencies (without --omit=optional).';
    throw new Error(`qys is missing for this machine: no package ${name}. ${cure}`, { cause });
  }
}

function start() {
  const child = spawn(program(), process.argv.slice(2), { stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', fail);
  child.on('exit', (code, signal) => {
    signals.forEach((one) => process.removeAllListeners(one));
    if (signal === null) {
      process.exitCode = code;
    } else {
      // Ended by a signal, as the program was.
      process.kill(process.pid, signal);
    }
  });
}

function fail(error) {
  console.error(`qys: ${error.message}`);
  process.exitCode = 1;
}

if (require.main === module) {
  try {
    start();
  } catch (error) {
    fail(error);
  }
}

module.exports = { program };
