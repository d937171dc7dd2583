/** A server that answers every request with a ticket, when it wants to. */

import { once } from 'node:events';
import { createServer } from 'node:http';

const TICKET = '{"code":0,"message":"SUCCESS","result":{"ticket":"t-1"}}';

/**
 * Answers at once; once `gate` (a promise) is fulfilled; or, with `hang`, never. Counts requests, connections, and
 * connections that the client closed.
 */
export class Server {
  requests = 0;
  connections = 0;
  closed = 0;
  /** The last request, with its body. */
  last;
  #server;

  static async start({ gate, hang = false, status = 200, body = TICKET, headers = {} } = {}) {
    const server = new Server();
    server.#server = createServer(async (request, answer) => {
      server.requests += 1;
      const chunks = await request.toArray().catch(() => []);
      server.last = { url: request.url, headers: request.headers, body: Buffer.concat(chunks) };
      if (hang) {
        return;
      }
      await gate;
      answer.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers });
      answer.end(body);
    });
    // However slow the machine, it is the client that closes connections.
    Object.assign(server.#server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 });
    server.#server.on('connection', (socket) => {
      server.connections += 1;
      socket.once('close', () => (server.closed += 1));
    });
    server.#server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
    await once(server.#server, 'listening');
    server.url = `http://127.0.0.1:${server.#server.address().port}`;
    return server;
  }

  /** Options of a client for it. */
  get options() {
    return { baseUrl: this.url, appToken: 'token', appSecret: 'secret', maxRetries: 0 };
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async [Symbol.asyncDispose]() {
    await this.stop();
  }
}

/** Runs `use` with a server, which ends afterwards. */
export async function withServer(settings, use) {
  const server = await Server.start(settings);
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

/** Waits for what must come true soon. */
export async function soon(what, condition, ms = 10_000) {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error(`never came true: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
