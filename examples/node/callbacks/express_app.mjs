/** Callbacks in Express: `node express_app.mjs`. */

import express from 'express';
import { callback, CallbackError } from 'qiyuesuo';

const app = express();

// The raw body, so that a JSON or form parser of yours changes nothing.
app.post('/qiyuesuo/callback', express.raw({ type: '*/*' }), (request, response) => {
  const query = request.url.split('?')[1];
  try {
    // `body` is an object without bytes when there is none.
    const body = Buffer.isBuffer(request.body) ? request.body : '';
    const event = callback.parse(body, { query, allowUnsigned: true });
    console.log(event.type, event.authenticity, Object.keys(event.fields).sort()); // confirm with getResult before acting on it
    const reply = event.reply();
    response.status(reply.status).type(reply.contentType).send(reply.body);
  } catch (error) {
    if (!(error instanceof CallbackError)) throw error;
    response.status(400).type('text').send(error.message);
  }
});

const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => console.log(`port ${server.address().port}`));
