/**
 * Measures one Node client: `client.mjs NAME`. All but ours are what a careful user would write: connections are kept,
 * as many as calls are in flight, a time-out is set, and the status is checked.
 */

import { createHash, randomUUID } from 'node:crypto';
import { Agent } from 'node:http';

import { IN_FLIGHT, measure } from './load.mjs';

const url = process.env.QYS_BASE_URL;
const token = process.env.QYS_APP_TOKEN ?? 'bench-app-token-0123456789';
const secret = process.env.QYS_APP_SECRET ?? 'bench-app-secret-0123456789abcdef';
const path = '/v2/personalauth/miniappexchange';
const request = {
  mode: 'BANK',
  user: { contact: '10020033044', contactType: 'MOBILE' },
  username: '张三',
  callbackUrl: 'http://www.qiyuesuo.com',
};
const timeout = 30_000;

/** The headers of a request. */
function signed() {
  const timestamp = String(Date.now());
  const nonce = randomUUID();
  return {
    'content-type': 'application/json;charset=UTF-8',
    'x-qys-open-accesstoken': token,
    'x-qys-open-timestamp': timestamp,
    'x-qys-open-nonce': nonce,
    'x-qys-open-signature': createHash('md5').update(token + secret + timestamp + nonce).digest('hex'),
  };
}

/** The ticket of an answer. */
function read({ code, message, result }) {
  if (code !== 0) {
    throw new Error(message);
  }
  return result.ticket;
}

const clients = {
  async fetch() {
    return async () => {
      const signal = AbortSignal.timeout(timeout);
      const answer = await fetch(url + path, { method: 'POST', headers: signed(), body: JSON.stringify(request), signal });
      if (!answer.ok) {
        throw new Error(`HTTP ${answer.status}`);
      }
      return read(await answer.json());
    };
  },

  async undici() {
    const { Pool } = await import('undici');
    const pool = new Pool(url, { connections: IN_FLIGHT, headersTimeout: timeout, bodyTimeout: timeout });
    return async () => {
      const { statusCode, body } = await pool.request({ method: 'POST', path, headers: signed(), body: JSON.stringify(request) });
      if (statusCode !== 200) {
        throw new Error(`HTTP ${statusCode}`);
      }
      return read(await body.json());
    };
  },

  async axios() {
    const { default: axios } = await import('axios');
    const session = axios.create({ baseURL: url, timeout, httpAgent: new Agent({ keepAlive: true, maxSockets: IN_FLIGHT }) });
    return async () => read((await session.post(path, request, { headers: signed() })).data);
  },

  async qiyuesuo() {
    const { Client } = await import('qiyuesuo');
    const client = new Client({ appToken: token, appSecret: secret, baseUrl: url });
    return async () => {
      const { ticket } = await client.personalAuth.createTicket({
        user: { contact: '10020033044', contactType: 'MOBILE' },
        mode: 'BANK',
        username: '张三',
        callbackUrl: 'http://www.qiyuesuo.com',
      });
      return ticket;
    };
  },
};

await measure(await clients[process.argv[2]]());
