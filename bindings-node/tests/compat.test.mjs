/** The names of the platform's documentation. */

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { inspect } from 'node:util';

import * as compat from 'qiyuesuo/compat';
import { QiyuesuoError } from 'qiyuesuo';
import { Emulator } from 'qiyuesuo/testing';

import { withServer } from './support/servers.mjs';

const agent = ['agentTok01', 'agentSecret01'];
let emulator;
before(async () => {
  emulator = await Emulator.start({ args: ['--agent-token', agent[0], '--agent-secret', agent[1]] });
});
after(() => emulator.stop());
beforeEach(() => emulator.reset());

const client = () => new compat.SdkClient(emulator.url, emulator.appToken, emulator.appSecret);

test('the documented names give the JSON text of the answer', async () => {
  const request = new compat.UserAuthMiniappTicketRequest(new compat.User('10020033044', 'MOBILE'));
  request.setMode('BANK');
  request.username = '张三';
  assert.equal(request.getMode(), 'BANK');
  const response = compat.JSONUtils.toQysResponse(await client().service(request));
  assert.equal(response.getCode(), 0);
  assert.ok(response.getResult().ticket && response.getMessage());
  assert.ok(!inspect(response).includes(response.getResult().ticket));
  const { body } = (await emulator.requests()).at(-1);
  assert.deepEqual(JSON.parse(body), {
    user: { contact: '10020033044', contactType: 'MOBILE' },
    mode: 'BANK',
    username: '张三',
  });
});

test('every request reaches its operation', async () => {
  const user = new compat.User('10020033044', 'MOBILE');
  const applicant = { contact: '10020033044', contactType: 'MOBILE' };
  const byContact = new compat.UserAuthResultRequest();
  byContact.setContact('10020033044');
  byContact.setContactType('MOBILE');
  const licensed = new compat.CompanyAuthLicenseMiniappTicketRequest('x', applicant, Buffer.from('png'));
  licensed.setLicense(Buffer.from('png'));
  const cases = [
    [new compat.UserAuthMiniappTicketRequest(user), 'personal_auth.create_ticket'],
    [new compat.UserAuthPageRequest(user), 'personal_auth.create_link'],
    [byContact, 'personal_auth.get_result'],
    [new compat.CompanyAuthMiniappTicketRequest('x', applicant), 'company_auth.create_ticket'],
    [licensed, 'company_auth.create_ticket_with_license'],
    [new compat.ContractMiniappTicketRequest('2785417393049059330', user), 'contract.create_sign_ticket'],
    [new compat.ContractMiniappViewTicketRequest('2785417393049059330'), 'contract.create_view_ticket'],
    [new compat.PersonalSignAuthTicketRequest(user), 'personal_sign.create_ticket'],
  ];
  for (const [request, operation] of cases) {
    assert.equal(compat.JSONUtils.toQysResponse(await client().service(request)).code, 0, operation);
    assert.equal((await emulator.requests()).at(-1).operation, operation);
  }
});

test('an agent has a client of its own, and requests of its own', async () => {
  const client = new compat.SaaSSdkClient(...agent, emulator.url);
  const user = new compat.User('10020033044', 'MOBILE');
  const company = new compat.SaaSCompanyAuthMiniappTicketRequest('x', { contact: '10020033044', contactType: 'MOBILE' });
  const sign = new compat.SaaSPersonalSignAuthTicketRequest(user);
  sign.setCompany(new compat.Company('x'));
  const privilege = new compat.SaaSPrivilegeMiniappTicketRequest();
  privilege.setAppId('1');
  privilege.setCompanyId('2');
  privilege.setUser(user);
  for (const request of [new compat.SaaSUserAuthMiniappTicketRequest(user), company, sign, privilege]) {
    const { code, message, result } = compat.JSONUtils.toQysResponse(await client.service(request));
    assert.equal(code, 0, message);
    assert.ok(result.ticket);
  }
});

test('what the platform refuses is text; no answer is an exception', async () => {
  const request = new compat.UserAuthMiniappTicketRequest(new compat.User('1', 'MOBILE'));
  const body = '{"code":1605,"message":"DONE","result":{"a":"b","id":2785417393049059330}}';
  const ask = (url) => new compat.SdkClient(url, 't', 's', { maxRetries: 0 }).service(request);
  await withServer({ body }, async ({ url }) => {
    assert.deepEqual(JSON.parse(await ask(url)), { code: 1605, message: 'DONE', result: { a: 'b', id: '2785417393049059330' } });
  });
  await withServer({ body, status: 404 }, async ({ url }) => {
    await assert.rejects(ask(url), (error) => {
      assert.ok(error instanceof compat.BaseSdkException && error instanceof QiyuesuoError);
      assert.deepEqual([error.kind, error.httpStatus, error.code], ['api', 404, 1605]);
      return true;
    });
  });
  await assert.rejects(ask('http://127.0.0.1:1'), { kind: 'connection' });
});

test('a success has what it promises, and a number for its code', async () => {
  const request = new compat.UserAuthMiniappTicketRequest(new compat.User('1', 'MOBILE'));
  for (const body of ['{"code":"0","result":{"ticket":"T"}}', '{"responseCode":"00000000","result":{"ticket":"T"}}']) {
    await withServer({ body }, async ({ url }) => {
      const answer = JSON.parse(await new compat.SdkClient(url, 't', 's').service(request));
      assert.deepEqual([answer.code, answer.result.ticket], [0, 'T']);
    });
  }
  for (const body of ['{"code":0,"message":"SUCCESS"}', '{"code":"0","result":{}}', '{"code":0,"result":{"ticket":null}}']) {
    await withServer({ body }, async ({ url }) => {
      await assert.rejects(new compat.SdkClient(url, 't', 's').service(request), (error) => {
        assert.ok(error instanceof compat.BaseSdkException);
        assert.deepEqual([error.kind, error.field], ['invalid_response', 'result.ticket']);
        return true;
      });
    });
  }
});

test('a request of your own, and a download', async () => {
  class ContractDownloadRequest extends compat.SdkRequest {
    static members = ['contractId'];
    static route = { method: 'GET', path: '/v2/contract/download', encoding: 'query', repeatable: true };
    constructor(contractId) {
      super({ contractId });
    }
  }
  await withServer({ body: 'PDF', headers: { 'content-type': 'application/pdf' } }, async (server) => {
    const file = await new compat.SdkClient(server.url, 't', 's').download(new ContractDownloadRequest('1'));
    assert.equal(file.content.toString(), 'PDF');
    assert.equal(server.last.url, '/v2/contract/download?contractId=1');
  });
});

test('a wrong member is told at once, and nothing is printed', () => {
  const user = new compat.User('10020033044', 'MOBILE');
  assert.throws(() => (user.contactype = 'EMAIL'), TypeError);
  assert.throws(() => user.setContactype('EMAIL'), TypeError);
  assert.equal(inspect(user), 'User { contact: ***, contactType: *** }');
  assert.ok(!inspect(new compat.UserAuthMiniappTicketRequest(user), { depth: 9 }).includes('10020033044'));
});
