import 'reflect-metadata';
import { afterEach, expect, test } from '@jest/globals';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import express from 'express';
import { fastify } from 'fastify';
import { callbackHandler, webhookSignature, type CallbackListener } from '@trine/client';

/*
 * Each mount as docs/integrate/README.md shows it, in the real framework. At stake everywhere: a callback whose handler failed
 * must get no reply at all, because any reply counts as delivered; and a signature is checked over the exact bytes.
 */

class Empty {}
Module({})(Empty);
const secret = `whsec_${Buffer.from('a secret of the gateway').toString('base64')}`;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const listening = async (server: Server): Promise<string> => {
  ends.push(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`;
};
const started = async (app: INestApplication): Promise<string> => {
  ends.push(() => app.close());
  await app.listen(0, '127.0.0.1');
  return `${await app.getUrl()}/callbacks`;
};

const MOUNTS: Record<string, (callbacks: CallbackListener) => Promise<string>> = {
  'Express': (callbacks) => {
    const app = express();
    app.use('/callbacks', callbacks);
    return listening(app.listen(0, '127.0.0.1'));
  },
  'Fastify that hands over text': async (callbacks) => {
    const app = fastify();
    ends.push(() => app.close());
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => done(null, body));
    app.post('/callbacks', callbacks.fastify);
    return `${await app.listen({ host: '127.0.0.1', port: 0 })}/callbacks`;
  },
  'Nest on Express': async (callbacks) => {
    const app = await NestFactory.create<NestExpressApplication>(Empty, new ExpressAdapter(), { logger: false, rawBody: true });
    app.use('/callbacks', callbacks);
    return started(app);
  },
  'Nest on Fastify': async (callbacks) => {
    const app = await NestFactory.create<NestFastifyApplication>(Empty, new FastifyAdapter(), { logger: false, rawBody: true });
    app.getHttpAdapter().getInstance().post('/callbacks', callbacks.fastify);
    return started(app);
  },
};

test.each(Object.entries(MOUNTS))('%s: signed callbacks reach their handlers, others are refused, failures get no reply', async (_, mount) => {
  const url = await mount(callbackHandler({
    data_request: ({ service_id }) => {
      if (service_id === 'away') throw new Error('the database is away');
      return { data: `data of ${service_id}` };
    },
  }, { secret, onError: () => undefined }));
  const post = (service_id: string, signed = true): Promise<Response> => {
    // White space that a parser would lose.
    const body = JSON.stringify({
      node_id: 'as', type: 'data_request', request_id: 'a', mode: 2, namespace: 'citizen_id', identifier: '1', service_id, requester_node_id: 'rp', response_signature_list: [null],
      max_ial: 2.3, max_aal: 2.2, request_type: null, creation_time: 1, creation_block_height: 'c:1', request_timeout: 60,
    }, undefined, 1);
    const timestamp = Math.floor(Date.now() / 1000);
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(timestamp), 'webhook-signature': webhookSignature(secret, 'msg_1', timestamp, signed ? body : `${body} `) };
    return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  };

  const reply = await post('s');
  expect({ status: reply.status, body: await reply.json() }).toEqual({ status: 200, body: { data: 'data of s' } });
  expect((await post('s', false)).status).toBe(401);
  await expect(post('away')).rejects.toThrow();
});
