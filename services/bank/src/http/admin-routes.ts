import type { FastifyInstance } from 'fastify';
import type { AdapterInput, AdapterName, AdminClock, AdminClockInput, AdminPersonInput } from '../api.js';
import { SWITCHABLE } from '../adapters/switches.js';
import { BankError } from '../errors.js';
import type { Service } from '../service.js';
import { formOf } from './multipart.js';

interface Key { Params: { key: string } }
interface Id { Params: { id: string } }

const PERSON = {
  type: 'object', additionalProperties: false,
  properties: {
    birth_date: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    nationality: { type: 'string', pattern: '^[A-Z]{2}$' },
    products: { type: 'array', items: { enum: ['SAVINGS', 'CURRENT', 'CREDIT_CARD', 'CASH_CARD', 'LOAN'] } },
    phones: { type: 'array', items: { type: 'object', properties: { phone: { type: 'string', pattern: '^0[689]\\d{8}$' }, kplus: { type: 'boolean' } }, required: ['phone', 'kplus'] } },
    sanction_lists: { type: 'array', items: { enum: ['THAILAND', 'UN'] } },
    chip_verified: { type: 'boolean' },
  },
};

/** For a sandbox only: people, simulators, the clock, and the life of requests. Without a sandbox these addresses do not exist. */
export function adminRoutes(app: FastifyInstance, { parts, sandbox, switches, adaptersChanged }: Service): void {
  const { clock } = parts;
  const name = (text: string): AdapterName => {
    if (!Object.hasOwn(SWITCHABLE, text)) throw new BankError('NOT_FOUND');
    return text as AdapterName;
  };
  const time = (): AdminClock => ({ now: clock.now().toISOString(), moved: clock.moved });

  app.get('/api/admin/people', async () => ({ people: await sandbox.people() }));
  app.put<Key & { Body: AdminPersonInput }>('/api/admin/people/:key', { schema: { body: PERSON } }, (request) => sandbox.changePerson(request.params.key, request.body));
  app.put<Key>('/api/admin/people/:key/face', async (request, reply) => {
    const picture = Object.values((await formOf(request)).files)[0]?.[0];
    if (!picture) throw new BankError('INPUT_INVALID');
    await sandbox.setFace(request.params.key, picture);
    return reply.code(204).send();
  });
  app.post<Key>('/api/admin/people/:key/unlock', async (request, reply) => {
    await sandbox.unlock(request.params.key);
    return reply.code(204).send();
  });

  app.get('/api/admin/adapters', async () => ({ adapters: await Promise.all(Object.keys(SWITCHABLE).map((each) => switches.of(name(each)))) }));
  app.get<{ Params: { name: string } }>('/api/admin/adapters/:name', (request) => switches.of(name(request.params.name)));
  const ADAPTER = { type: 'object', properties: { mode: { enum: ['SUCCEED', 'FAIL', 'UNAVAILABLE', 'REAL'] }, reason: { type: 'string' } }, required: ['mode'] };
  app.put<{ Params: { name: string }; Body: AdapterInput }>('/api/admin/adapters/:name', { schema: { body: ADAPTER } }, async (request) => {
    const adapter = await switches.set(name(request.params.name), request.body.mode, request.body.reason);
    await adaptersChanged();
    return adapter;
  });

  app.get('/api/admin/clock', time);
  const CLOCK = { type: 'object', properties: { now: { type: 'string', format: 'date-time' }, birthdays: { type: 'boolean' } }, required: ['now'] };
  app.put<{ Body: AdminClockInput }>('/api/admin/clock', { schema: { body: CLOCK } }, async (request) => {
    await clock.move(new Date(request.body.now));
    if (request.body.birthdays) await sandbox.setBirthdays();
    return time();
  });
  app.delete('/api/admin/clock', async () => {
    await clock.move(undefined);
    return time();
  });

  app.get('/api/admin/messages', async () => ({ messages: await sandbox.messages() }));
  app.get('/api/admin/requests', async () => ({ requests: await sandbox.requests() }));
  app.get<Id>('/api/admin/requests/:id', (request) => sandbox.request(request.params.id));
  app.get('/api/admin/callbacks', async () => ({ callbacks: await sandbox.callbacks() }));
  app.post<Id>('/api/admin/callbacks/:id/replay', async (request, reply) => {
    if (!/^[0-9a-f-]{36}$/.test(request.params.id)) throw new BankError('NOT_FOUND');
    await sandbox.replay(request.params.id);
    return reply.code(204).send();
  });
}
