/** Lists that come page by page. */

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';

import { PermissionDeniedError } from 'qiyuesuo';
import { Emulator } from 'qiyuesuo/testing';

let emulator;
before(async () => {
  emulator = await Emulator.start();
});
after(() => emulator.stop());
beforeEach(() => emulator.reset());

async function drafted(client, count) {
  const ids = [];
  for (let number = 0; number < count; number++) {
    ids.push((await client.contract.createDraft({ subject: `合同 ${number}` })).id);
  }
  return ids.sort();
}

const pages = async () => (await emulator.requests()).filter((seen) => seen.operation === 'contract.list').length;

test('the whole list is read page by page', async () => {
  const client = emulator.client();
  for await (const none of client.contract.listAll()) {
    assert.fail(`${none.id}`);
  }
  assert.equal(await pages(), 1);
  const drafts = await drafted(client, 5);
  const contracts = client.contract.listAll({ selectLimit: 2 });
  assert.equal(await pages(), 1, 'nothing is asked before it is read');
  const ids = [(await contracts.next()).value.id];
  assert.equal(await pages(), 2);
  for await (const contract of contracts) {
    ids.push(contract.id);
  }
  assert.deepEqual(ids.sort(), drafts);
  assert.equal(await pages(), 4);
});

test('who stops reading stops asking', async () => {
  const client = emulator.client();
  await drafted(client, 5);
  for await (const contract of client.contract.listAll({ selectLimit: 2, selectOffset: 1 })) {
    assert.ok(contract.id);
    break;
  }
  assert.equal(await pages(), 1);
});

test('an error ends the list', async () => {
  const client = emulator.client();
  await drafted(client, 3);
  const contracts = client.contract.listAll({ selectLimit: 2 });
  await contracts.next();
  await contracts.next();
  await emulator.setFaults([{ fault: { status: 200, body: { code: 1002, message: 'NO PERMISSION' } } }]);
  await assert.rejects(contracts.next(), PermissionDeniedError);
  assert.deepEqual(await contracts.next(), { value: undefined, done: true });
});
