/** Callbacks in NestJS: a controller, compiled with `experimentalDecorators` and `emitDecoratorMetadata` as every Nest app. */

import 'reflect-metadata';

import { BadRequestException, Controller, Module, Post, Req, Res, type RawBodyRequest } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Request, Response } from 'express';
import { callback, CallbackError } from 'qiyuesuo';

@Controller('qiyuesuo')
class CallbackController {
  @Post('callback')
  receive(@Req() request: RawBodyRequest<Request>, @Res() response: Response): void {
    try {
      const event = callback.parse(request.rawBody, { query: request.url.split('?')[1], allowUnsigned: true });
      console.log(event.type, event.authenticity, Object.keys(event.fields).sort()); // confirm with getResult before acting on it
      const reply = event.reply();
      response.status(reply.status).type(reply.contentType).send(reply.body);
    } catch (error) {
      if (!(error instanceof CallbackError)) throw error;
      throw new BadRequestException(error.message);
    }
  }
}

@Module({ controllers: [CallbackController] })
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(AppModule, { rawBody: true, logger: ['error'] });
  await app.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1');
  console.log(`port ${new URL(await app.getUrl()).port}`);
}

void main();
