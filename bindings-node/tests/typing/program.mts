/** What users write, for the compiler alone. Each `@ts-expect-error` is a mistake that the types must show. */

import qiyuesuo = require('qiyuesuo/compat');
import {
  APIConnectionError,
  APIError,
  callback,
  CallbackEvent,
  Client,
  type ClientOptions,
  ContactType,
  type CreatePersonalAuthTicket,
  Download,
  PersonalAuth,
  PersonalAuthLink,
  PersonalAuthResult,
  QiyuesuoError,
  RateLimitError,
  RawReply,
  Result,
  setLog,
  sign,
  Ticket,
  TicketResult,
} from 'qiyuesuo';
import { SdkClient, User, UserAuthMiniappTicketRequest, JSONUtils, type SdkResponse } from 'qiyuesuo/compat';
import { Emulator, EmulatorError, fakeClient, findQys } from 'qiyuesuo/testing';

const options: ClientOptions = {
  appToken: 't',
  appSecret: 's',
  environment: 'test',
  onAttempt: ({ operation, attempt, httpStatus }) => console.log(operation.length + attempt + (httpStatus ?? 0)),
};

export async function calls(): Promise<void> {
  const client = new Client(options);
  new Client();
  const user = { contact: '10020033044', contactType: 'MOBILE' };
  const ticket: Ticket = await client.personalAuth.createTicket({ user, mode: 'BANK' }, { signal: AbortSignal.timeout(1) });
  const url: string | undefined = ticket.pluginUrl(false);
  const base: Result = ticket satisfies TicketResult;
  console.log(url, base.extra['more'], JSON.stringify(base.toJSON()));
  // Values that are not known yet are accepted; those that are known are offered.
  await client.personalAuth.createTicket({ user: { contact: '1', contactType: 'SOMETHING_NEW' }, mode: 'NEW' });
  await client.personalAuth.createTicket({ user: { contact: '1', contactType: ContactType.Mobile } });
  await client.contract.createSignTicket({ contractId: 2785417393049059330n, user });

  // @ts-expect-error: the ticket cannot be changed
  ticket.ticket = 'x';
  // @ts-expect-error: `user` is missing
  await client.personalAuth.createTicket({ mode: 'BANK' });
  // @ts-expect-error: no such member
  await client.personalAuth.createTicket({ user, usrname: 'x' });
  // @ts-expect-error: not a text
  await client.personalAuth.createTicket({ user, username: 1 });
  // @ts-expect-error: `license` is needed
  await client.companyAuth.createTicketWithLicense({ companyName: 'x', applicant: user });
  // @ts-expect-error: no such option
  new Client({ apptoken: 't' });
  // @ts-expect-error: belongs to the connections
  client.withOptions({ proxy: 'direct' });
  // @ts-expect-error: no such call
  client.personalAuth.remove();
  // @ts-expect-error: made by the package alone
  client.personalAuth.call('personal_auth.create_ticket', {});

  const raw: RawReply = await client.request('GET', '/v2/any', { query: { a: 1, b: undefined }, repeatable: true });
  console.log(raw.data.result);
  await client.request('POST', '/v2/any', { files: [['a', Buffer.from('a')], ['a', { data: Buffer.from('b'), filename: 'b' }], ['b', new Blob([])]] });
  const file: Download = await client.download('GET', '/v2/any', { query: [['a', 1n]] });
  console.log(file.content.length, file.filename?.length, file.contentType?.length);
  client.withOptions({ appToken: 'other' }).close();
}

export function failures(error: unknown): number | undefined {
  if (error instanceof RateLimitError) {
    const api: APIError = error;
    return api.retryAfter;
  }
  if (error instanceof APIConnectionError) {
    return error.attempts;
  }
  if (error instanceof QiyuesuoError) {
    const field: string | undefined = error.field;
    // @ts-expect-error: errors are read only
    error.kind = 'x';
    return (field ?? error.body() ?? error.headers['date'] ?? '').length + (error.code ?? 0);
  }
  return undefined;
}

export function callbacks(body: Buffer): string {
  const event: CallbackEvent = callback.parse(body, { keys: ['0123456789abcdef'], allowUnsigned: true });
  callback.parse(new URLSearchParams('a=b'));
  callback.parse({ a: 'b', c: ['d'], e: undefined });
  // @ts-expect-error: a number is no form
  callback.parse(5);
  return event.reply().body + String(event.fields['authId']);
}

export function others(request: CreatePersonalAuthTicket): Record<string, string> {
  setLog('debug', (level, line) => console.log(level.length, line));
  // @ts-expect-error: no such level
  setLog('loud');
  console.log(request.user.contact);
  return sign({ token: 't', secret: 's', rule: { digest: 'md5', parts: ['token'] } });
}

export async function compat(): Promise<string | undefined> {
  const request = new UserAuthMiniappTicketRequest(new User('10020033044', 'MOBILE'));
  request.setMode('BANK');
  const mode: unknown = request.getMode();
  // @ts-expect-error: no such setter
  request.setMood('BANK');
  class Own extends qiyuesuo.SdkRequest {
    static override readonly members = ['contractId'];
    static override readonly route = { method: 'GET', path: '/v2/any', encoding: 'query', repeatable: true } as const;
  }
  const client = new SdkClient('http://127.0.0.1', 't', 's');
  await client.download(new Own({ contractId: mode }));
  const response: SdkResponse<{ ticket: string }> = JSONUtils.toQysResponse(await client.service(request));
  return response.getResult()?.ticket;
}

export async function testing(): Promise<void> {
  const emulator = await Emulator.start({ args: [findQys()] });
  const client: Client = emulator.client({ maxRetries: 0 });
  const [first] = await emulator.requests();
  console.log(client, first?.operation, new EmulatorError('x').message);
  await emulator.stop();
}

/** What a test of a user hands to code that asks for ours. */
export async function fakes(): Promise<void> {
  const ticket = Ticket.fake({ ticket: 'T-1' }, { attempts: 2, pluginUrl: 'plugin://x' });
  const createTicket = async ({ user }: CreatePersonalAuthTicket): Promise<Ticket> => Ticket.fake({ ticket: user.contact });
  const clients: Client[] = [fakeClient(), fakeClient({ personalAuth: { createTicket }, request: async () => RawReply.fake({ code: 0 }) })];
  // An object of the right shape is a family, a result or an error: no class of ours is asked for.
  const family: PersonalAuth = {
    createTicket,
    createLink: async () => PersonalAuthLink.fake({ authUrl: 'https://x' }),
    getResult: async () => PersonalAuthResult.fake({ realName: true, extra: { more: 1 } }),
  };
  const part: Pick<Client, 'personalAuth'> = { personalAuth: family };
  const rest = { withOptions: (): Client => whole, request: async () => RawReply.fake({}), download: async () => Download.fake(new Uint8Array()), close() {} };
  const whole: Client = { ...clients[0]!, ...part, ...rest };
  const copy: Ticket = { ...ticket, httpStatus: 200, attempts: 1, response: ticket.response, extra: {}, toJSON: () => ({}), pluginUrl: () => undefined };
  const event: CallbackEvent = CallbackEvent.fake({ type: 'personal_auth', fields: { status: '1' }, repeated: true });
  const file: Download = Download.fake(new Uint8Array([1]), { filename: 'a.pdf' });
  const error: RateLimitError = new RateLimitError('too often', { retryAfter: 3, httpStatus: 429, cause: copy });
  console.log(whole, event.fields['status'], file.content.length, error.kind);

  // @ts-expect-error: a ticket has one
  Ticket.fake({});
  // @ts-expect-error: not a text
  Ticket.fake({ ticket: 1 });
  // @ts-expect-error: no such member
  PersonalAuthResult.fake({ realName: true, reelName: true });
  // @ts-expect-error: no such call
  fakeClient({ personalAuth: { createTickets: createTicket } });
  // @ts-expect-error: answers another result
  fakeClient({ personalAuth: { createTicket: async () => PersonalAuthLink.fake({ authUrl: 'https://x' }) } });
}
