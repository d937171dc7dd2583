/** Callbacks in Fastify: `node fastify_app.mjs`. */

import Fastify from 'fastify';
import { callback, CallbackError } from 'qiyuesuo';

const app = Fastify();

// The raw body: Fastify itself reads no forms.
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

app.post('/qiyuesuo/callback', async (request, reply) => {
  try {
    const event = callback.parse(request.body ?? '', { query: request.url.split('?')[1], allowUnsigned: true });
    console.log(event.type, event.authenticity, Object.keys(event.fields).sort()); // confirm with getResult before acting on it
    const { status, contentType, body } = event.reply();
    return reply.code(status).type(contentType).send(body);
  } catch (error) {
    if (!(error instanceof CallbackError)) throw error;
    return reply.code(400).type('text/plain').send(error.message);
  }
});

await app.listen({ port: Number(process.env.PORT ?? 3000), host: '127.0.0.1' });
console.log(`port ${app.server.address().port}`);
