/** Clients for the tests of users. */

import { Client } from './client';
import { OPERATIONS } from './generated/tables';

/** What a fake client can: calls of the client itself, and of each family those that the test needs. */
export type FakeClient = {
  readonly [Name in keyof Client]?: Client[Name] extends (...given: never[]) => unknown ? Client[Name] : Partial<Client[Name]>;
};

/**
 * A client for tests of your own that calls nobody: its families are the objects it is given. A family, `request` or `download`
 * that it was not given throws and says so; `close()` does nothing, and `withOptions()` answers the fake itself.
 *
 * @example
 * ```ts
 * const client = fakeClient({ personalAuth: { createTicket: async () => Ticket.fake({ ticket: 'T-1' }) } });
 * ```
 */
export function fakeClient(given: FakeClient = {}): Client {
  const client = Object.create(Client.prototype) as Client;
  const calls = { close: () => {}, withOptions: () => client, request: missing('request'), download: missing('download') };
  const families: Record<string, Record<string, unknown>> = {};
  for (const { family, call } of Object.values(OPERATIONS)) {
    (families[family] ??= {})[call] = missing(`${family}.${call}`);
  }
  for (const [name, value] of Object.entries({ ...families, ...calls, ...given })) {
    Object.defineProperty(client, name, { value, configurable: true, writable: true });
  }
  return client;
}

function missing(name: string): () => never {
  return () => {
    throw new Error(`the fake client was given no \`${name}\``);
  };
}
