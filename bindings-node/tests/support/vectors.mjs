/** Plays the conformance vectors (`tests/vectors/`) through the public interface of the package. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

import { callback, Client, Download, OpenResult, QiyuesuoError, sign } from 'qiyuesuo';

import { internals, SOURCE } from './package.mjs';

const { CORE_OPTIONS } = internals('generated/options');
const { OPERATIONS } = internals('generated/tables');

const CREDENTIALS = { app_token: 'AbC123dEf4', app_secret: 'Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0' };
const AGENT = { token: 'agentTok01', secret: 'agentSecret0123456789agentSecr' };
/** Options of the core -> those of this package. */
const OPTIONS = Object.fromEntries(Object.entries(CORE_OPTIONS).map(([name, [core, time]]) => [core, { name, time }]));

/** The vector server of QYS_VECTOR_SERVER, or one of our own. */
export class VectorServer {
  #process;

  static async start() {
    const server = new VectorServer();
    server.url = process.env.QYS_VECTOR_SERVER;
    if (server.url === undefined) {
      const args = ['run', '--quiet', '--package', 'qiyuesuo-conformance', '--', 'serve'];
      server.#process = spawn('cargo', args, { cwd: SOURCE, stdio: ['ignore', 'pipe', 'inherit'] });
      [server.url] = await once(createInterface(server.#process.stdout), 'line');
    }
    return server;
  }

  begin(group, name) {
    return this.#post('begin', { group, name });
  }

  check(group, name, outcome) {
    return this.#post('check', { group, name, language: 'node', outcome });
  }

  async #post(command, body) {
    const answer = await fetch(`${this.url}/_control/${command}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) {
      throw new Error(`${command}: HTTP ${answer.status} ${await answer.text()}`);
    }
    return answer.json();
  }

  stop() {
    this.#process?.kill();
  }
}

/** The file of a group, and with it those of its families: the folder of the same name. */
export function load(group) {
  const read = (path) => JSON.parse(readFileSync(`${SOURCE}/tests/vectors/${path}`, 'utf8'));
  const whole = read(`${group}.json`);
  const folder = `${SOURCE}/tests/vectors/${group}`;
  for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const family = read(`${group}/${name}`);
    whole.vectors.push(...family.vectors);
    for (const key of ['smallest_requests', 'smallest_parts']) {
      whole[key] = { ...whole[key], ...family[key] };
    }
  }
  return whole;
}

/** Plays a vector; answers what is wrong. */
export async function play(server, group, file, vector) {
  const way = { signatures: signature, callbacks: event }[group];
  const outcome = await guarded(way ? () => way(vector) : () => exchange(server, group, file, vector));
  const { status, reason } = await server.check(group, vector.name, outcome);
  return status === 'PASS' ? undefined : `${vector.name}: ${reason}\n    outcome: ${JSON.stringify(outcome).slice(0, 600)}`;
}

function signature({ token, secret, agent, timestamp, nonce, rule, header_prefix: headerPrefix, language }) {
  return { headers: sign({ token, secret, agent, timestamp, nonce, rule, headerPrefix, language }) };
}

function event({ form, query, body, keys, options = {} }) {
  const { allow_unsigned: allowUnsigned, max_age: maxAge, now, cbc_iv: cbcIv } = options;
  const maxAgeMs = maxAge === undefined ? undefined : maxAge * 1000;
  const read = callback.parse(form ?? body, { query, keys, allowUnsigned, maxAgeMs, now, cbcIv });
  const { status, contentType, body: text } = read.reply();
  const { type, authenticity, fields, ownParameters } = read;
  return { event: { type, authenticity, fields, own_parameters: ownParameters, reply: { status, content_type: contentType, body: text } } };
}

async function exchange(server, group, file, vector) {
  const { base_url, ca_pem } = await server.begin(group, vector.name);
  const { operation } = vector;
  const config = {
    ...CREDENTIALS,
    base_url,
    ...(operation.startsWith('saas.') && { agent: AGENT }),
    ...(group !== 'faults' && { max_retries: 0 }),
    ...(ca_pem && { ca_pem }),
    ...vector.config,
  };
  const request = 'request' in vector ? vector.request : file.smallest_requests[operation];
  let parts = vector.parts ?? [];
  if (group === 'responses' && parts.length === 0) {
    parts = file.smallest_parts?.[operation] ?? [];
  }
  const client = new Client(optionsOf(config));
  for (let call = 1; call < (vector.calls ?? 1); call += 1) {
    await make(client, operation, request, parts).catch(() => {});
    await sleep(vector.pause_ms ?? 0);
  }
  const began = performance.now();
  return guarded(async () => success(await make(client, operation, request, parts), began));
}

function optionsOf(config) {
  const named = Object.entries(config).map(([core, value]) => {
    const { name, time } = OPTIONS[core] ?? { name: core, time: false };
    return [name, time && typeof value === 'number' ? value * 1000 : value];
  });
  return Object.fromEntries(named);
}

/** Makes the call of a vector by the method of its family, or, if there is none, as data. */
async function make(client, operation, request, parts) {
  const files = parts.map((part) => [part.name, fileOf(part)]);
  if (operation === 'request') {
    const { method, path, answer, ...rest } = request;
    const options = { ...rest, ...(files.length > 0 && { files }) };
    return answer === 'bytes' ? client.download(method, path, options) : client.request(method, path, options);
  }
  const known = OPERATIONS[operation];
  const plain = request !== null && typeof request === 'object' && !Array.isArray(request);
  if (known === undefined || !plain) {
    // Nothing that a caller could write: only to see that the core refuses it here too.
    return client.personalAuth.call(operation, request, OpenResult, undefined, undefined);
  }
  const named = files.map(([name, file]) => {
    const same = files.filter(([other]) => other === name).map(([, one]) => one);
    return [name, same.length > 1 ? same : file];
  });
  return client[known.family][known.call]({ ...request, ...Object.fromEntries(named) });
}

async function guarded(run) {
  const began = performance.now();
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof QiyuesuoError)) {
      throw error;
    }
    return failure(error, began);
  }
}

function failure(error, began) {
  const { kind, message, httpStatus, code, responseCode, field, attempts, retryAfter, requestId, operation } = error;
  // Options are named as in this package; the vectors name those of the core.
  const core = (name) => (kind === 'configuration' ? (CORE_OPTIONS[name]?.[0] ?? name) : name);
  const told = {
    kind,
    message: message.replace(/(?<=`)\w+(?=`)/g, core),
    http_status: httpStatus,
    code,
    response_code: responseCode,
    field: core(field),
    attempts,
    retry_after: retryAfter === undefined ? undefined : Math.round(retryAfter),
    request_id: requestId,
    operation,
    printed: `${error} ${error.stack} ${inspect(error)} ${JSON.stringify(error)} ${error.body()}`,
  };
  return { error: told, elapsed_ms: elapsed(began) };
}

function success(result, began) {
  const { httpStatus: http_status, attempts } = result;
  const { requestId: request_id, headers } = result.response;
  let value = JSON.parse(JSON.stringify(result));
  if (result instanceof Download) {
    const { content, contentType: content_type, filename } = result;
    value = { base64: content.toString('base64'), content_type, filename };
  }
  return { result: value, http_status, attempts, response: { request_id, headers }, elapsed_ms: elapsed(began) };
}

function elapsed(began) {
  return Math.round(performance.now() - began);
}

function fileOf({ text, base64, size = 0, filename, content_type: contentType }) {
  const data = text !== undefined ? Buffer.from(text) : base64 !== undefined ? Buffer.from(base64, 'base64') : Buffer.alloc(size);
  return { data, filename, contentType };
}
