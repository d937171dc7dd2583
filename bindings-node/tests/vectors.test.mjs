/** The conformance vectors. */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { load, play, VectorServer } from './support/vectors.mjs';

const LANES = 16;
let server;
before(async () => {
  server = await VectorServer.start();
});
after(() => server.stop());

for (const group of ['signatures', 'callbacks', 'requests', 'responses', 'faults']) {
  test(`all vectors pass: ${group}`, async () => {
    const file = load(group);
    assert.ok(file.vectors.length > 0);
    const waiting = [...file.vectors];
    const failures = [];
    const lane = async () => {
      for (let vector = waiting.shift(); vector !== undefined; vector = waiting.shift()) {
        const problem = await play(server, group, file, vector);
        if (problem !== undefined) {
          failures.push(problem);
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    assert.deepEqual(failures, [], `${failures.length} of ${file.vectors.length} fail:\n${failures.join('\n')}`);
  });
}
