import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import pg from 'pg';
import { publicPem } from '@trine/crypto';
import { consentSignature, newCitizenId, startTestScheme, until, type ApiReply, type ReceivedCallback, type TestPerson, type TestScheme } from '@trine/testkit';

/*
 * A person's life on the platform as the back ends of IdPs see it, from the first registration to the last association and back:
 * every answer and callback in full (contract: flows.md 5, callbacks.md 5).
 */

jest.setTimeout(120_000);

const SUPPRESSED = 'idp4';
let scheme: TestScheme;
let key: KeyObject;

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'life cycle',
    nodes: [
      { node_id: 'operator', role: 'ndid' },
      { node_id: 'rp1', role: 'rp' },
      ...['idp1', 'idp2', 'idp3', SUPPRESSED].map((node_id) => ({ node_id, role: 'idp', max_ial: node_id === 'idp3' ? 2.3 : 3 })),
      { node_id: 'agent1', role: 'idp', agent: true },
    ],
  });
  key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  await operate('create_namespace', { namespace: 'phone', allowed_identifier_count_in_reference_group: 1 });
}, 180_000);
afterAll(() => scheme?.stop(), 60_000);

async function operate(call: string, body: object): Promise<void> {
  const { status } = await scheme.api('operator').post(`/ndid/${call}`, body);
  expect({ call, accepted: status === 201 || status === 204 }).toEqual({ call, accepted: true });
}

interface Identity {
  namespace: string;
  identifier: string;
}
const citizen = (): Identity => ({ namespace: 'citizen_id', identifier: newCitizenId() });
const passport = (): Identity => ({ namespace: 'passport', identifier: randomUUID() });
const pathOf = ({ namespace, identifier }: Identity): string => `/identity/${namespace}/${identifier}`;
const accessor = (accessor_id: string = randomUUID()) => ({ accessor_id, accessor_type: 'RSA', accessor_public_key: publicPem(key) });
const height = expect.stringMatching(/^.+:\d+$/);
const error = (code: number) => ({ code, message: expect.any(String) });

/** A call of an identity operation; `told` is the callback of a type that belongs to it, `types` all that came. */
async function change(idp: string, path: string, body: object) {
  const reference_id = randomUUID();
  const backEnd = scheme.backEnd(idp);
  const reply = await scheme.api(idp).post(path, { reference_id, callback_url: backEnd.url('/result'), request_message: 'Please confirm', ...body });
  const told = async (type: string): Promise<ReceivedCallback['body']> => (await backEnd.callback(type, { reference_id })).body;
  const types = (): (string | undefined)[] => backEnd.received.filter((callback) => callback.body.reference_id === reference_id).map((callback) => callback.body.type);
  return { reply, reference_id, request_id: reply.body?.request_id as string, told, types };
}

const refusal = (reply: ApiReply): unknown => ({ status: reply.status, code: reply.body?.error?.code });

interface Held extends TestPerson {
  reference_group_code: string;
}

/** Registers a person where no consent is asked for. */
async function register(idp: string, mode: 2 | 3, identities: Identity[], ial = 2.3): Promise<Held> {
  const { accessor_id, accessor_public_key } = accessor();
  const { reply, told } = await change(idp, '/identity', { ...accessor(accessor_id), identity_list: identities, mode, ial });
  expect(reply).toMatchObject({ status: 202 });
  const { success, reference_group_code } = await told('create_identity_result');
  expect(success).toBe(true);
  return { ...(identities[0] as Identity), idp, accessor_id, key, publicPem: accessor_public_key, ial, reference_group_code: String(reference_group_code) };
}

async function answer(person: TestPerson, request_id: string, status: 'accept' | 'reject' = 'accept'): Promise<ReceivedCallback> {
  const incoming = await scheme.backEnd(person.idp).callback('incoming_request', { request_id });
  const reply = await scheme.api(person.idp).post('/idp/response', {
    reference_id: randomUUID(), callback_url: scheme.backEnd(person.idp).url('/result'), request_id, ial: person.ial, aal: 3, status,
    accessor_id: person.accessor_id, signature: consentSignature(person, incoming),
  });
  expect(reply).toMatchObject({ status: 202 });
  return incoming;
}

const notice = async (idp: string, person: Held, action: string, actor_node_id: string): Promise<void> => {
  const { body } = await scheme.backEnd(idp).callback('identity_modification_notification', { reference_group_code: person.reference_group_code, action });
  expect(body).toEqual({ node_id: idp, type: 'identity_modification_notification', reference_group_code: person.reference_group_code, action, actor_node_id });
};

/** The IdPs that can be asked about a person, with what they declare. */
const holders = async (identity: Identity): Promise<unknown> =>
  ((await scheme.api('rp1').get(`/utility/idp/${identity.namespace}/${identity.identifier}`)).body as Record<string, unknown>[]).map(({ node_id, ial, lial, laal, mode_list }) => ({ node_id, ial, lial, laal, mode_list }));

describe('the first IdP of a person', () => {
  test.each([[2, [2]], [3, [2, 3]]] as const)('registers them in mode %d without consent, whoever else there is', async (mode, mode_list) => {
    const who = citizen();
    const { reply, reference_id, told, types } = await change('idp1', '/identity', { ...accessor('first-' + String(mode)), identity_list: [who, passport()], mode, ial: 2.3, lial: true });
    expect(reply).toEqual({ status: 202, body: { accessor_id: `first-${mode}`, exist: false } });
    const result = await told('create_identity_result');
    expect(result).toEqual({ node_id: 'idp1', type: 'create_identity_result', success: true, reference_id, reference_group_code: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(types()).toEqual(['create_identity_result']);
    expect(await scheme.api('idp2').get(pathOf(who))).toEqual({ status: 200, body: { reference_group_code: result['reference_group_code'] } });
    expect(await holders(who)).toEqual([{ node_id: 'idp1', ial: 2.3, lial: true, laal: null, mode_list: [...mode_list] }]);
    expect((await scheme.api('idp1').get(`${pathOf(who)}/lial`)).body).toEqual({ lial: true });
    expect((await scheme.api('idp1').get(`${pathOf(who)}/laal`)).body).toEqual({ laal: null });
    expect(await scheme.api('idp2').get(`${pathOf(who)}/ial`)).toEqual({ status: 404, body: undefined });
    expect((await scheme.api('rp1').get(`/utility/accessors/first-${mode}`)).body).toEqual({
      accessor_public_key: publicPem(key), accessor_type: 'RSA', active: true, owner_node_id: 'idp1', creation_block_height: expect.any(Number), creation_chain_id: expect.any(String),
    });
    expect((await scheme.api('idp1').get(`/identity_request/request_references/${reference_id}`)).status).toBe(404);
  });

  test('keeps to the least IAL that the operator wants there, later ones need not', async () => {
    await operate('set_allowed_min_ial_for_register_identity_at_first_idp', { min_ial: 2.3 });
    const who = citizen();
    const low = await change('idp1', '/identity', { ...accessor('too-low'), identity_list: [who], mode: 2, ial: 1.1 });
    expect(await low.told('create_identity_result')).toEqual({
      node_id: 'idp1', type: 'create_identity_result', success: false, reference_id: low.reference_id, accessor_id: 'too-low', error: error(25069),
    });
    expect((await scheme.api('idp1').get(pathOf(who))).status).toBe(404);
    const { reference_group_code } = await register('idp1', 2, [who]);
    expect(await register('idp2', 2, [who], 1.1)).toMatchObject({ reference_group_code });
    expect((await scheme.api('operator').post('/ndid/get_allowed_min_ial_for_register_identity_at_first_idp')).body).toEqual({ min_ial: 2.3 });
    await operate('set_allowed_min_ial_for_register_identity_at_first_idp', { min_ial: 1.1 });
  });

  test.each<[string, number, () => object]>([
    ['an IAL that is not in the list', 20094, () => ({ ial: 2.7 })],
    ['an IAL above its own', 20021, () => ({ ial: 3 })],
    ['a wrong check digit', 20096, () => ({ identity_list: [{ namespace: 'citizen_id', identifier: '9000000000013' }] })],
    ['an unknown namespace', 20013, () => ({ identity_list: [{ namespace: 'nowhere', identifier: '1' }] })],
    ['an accessor in use', 20030, () => accessor('first-2')],
    ['what is no key', 20040, () => ({ accessor_public_key: 'key' })],
  ])('is refused with %s', async (_what, code, part) => {
    const { reply } = await change('idp3', '/identity', { ...accessor(), identity_list: [citizen()], mode: 2, ial: 2.3, ...part() });
    expect(refusal(reply)).toEqual({ status: 400, code });
  });

  test.each<[string, number, string, () => Identity[]]>([
    ['an agent', 25035, 'agent1', () => [citizen()]],
    ['more identifiers of a namespace than it allows', 25068, 'idp1', () => [{ namespace: 'phone', identifier: randomUUID() }, { namespace: 'phone', identifier: randomUUID() }]],
  ])('%s is refused by the ledger', async (_what, code, idp, identity_list) => {
    const { reply, told, reference_id } = await change(idp, '/identity', { ...accessor(), identity_list: identity_list(), mode: 2, ial: 2.3 });
    expect(await told('create_identity_result')).toEqual({ node_id: idp, type: 'create_identity_result', success: false, reference_id, accessor_id: reply.body.accessor_id, error: error(code) });
  });
});

describe('a further IdP', () => {
  test('joins in mode 2 without consent, may bring identifiers, and the others are told', async () => {
    const [known, brought] = [citizen(), passport()];
    const person = await register('idp1', 3, [known]);
    const { reply, told, types } = await change('idp2', '/identity', { ...accessor(), identity_list: [brought, known], mode: 2, ial: 2.1, request_message: undefined });
    expect(reply).toEqual({ status: 202, body: { accessor_id: expect.any(String), exist: true } });
    expect(await told('create_identity_result')).toMatchObject({ success: true, reference_group_code: person.reference_group_code });
    expect(types()).toEqual(['create_identity_result']);
    await notice('idp1', person, 'create_identity', 'idp2');
    expect(await holders(brought)).toMatchObject([{ node_id: 'idp1', mode_list: [2, 3] }, { node_id: 'idp2', ial: 2.1, mode_list: [2] }]);
  });

  test('asks in mode 2 where nobody holds the person in mode 3, and in mode 3 where somebody does', async () => {
    const person = await register('idp1', 2, [citizen()]);
    for (const [idp, mode] of [['idp2', 2], ['idp3', 3]] as const) {
      const { reply, request_id, reference_id, told } = await change(idp, '/identity', { ...accessor(`${idp}-${person.accessor_id}`), identity_list: [person], mode: 3, ial: 2.3 });
      expect(reply).toEqual({ status: 202, body: { request_id: expect.stringMatching(/^[0-9a-f]{64}$/), accessor_id: `${idp}-${person.accessor_id}`, exist: true } });
      expect(await told('create_identity_request_result')).toEqual({
        node_id: idp, type: 'create_identity_request_result', success: true, reference_id, request_id, accessor_id: `${idp}-${person.accessor_id}`, exist: true, creation_block_height: height,
      });
      const asked = mode === 2 ? person : { ...person, idp: 'idp2', accessor_id: `idp2-${person.accessor_id}` };
      const { body } = await answer(asked, request_id);
      expect(body).toEqual({
        node_id: asked.idp, type: 'incoming_request', mode, request_id, request_message: 'Please confirm', request_message_hash: expect.any(String), request_message_salt: expect.any(String),
        requester_node_id: idp, min_ial: 1.1, min_aal: 1, data_request_list: [], initial_salt: expect.any(String), request_type: null, creation_time: expect.any(Number),
        creation_block_height: height, request_timeout: 86_400, reference_group_code: person.reference_group_code,
      });
      expect(await told('create_identity_result')).toEqual({ node_id: idp, type: 'create_identity_result', success: true, reference_id, request_id, reference_group_code: person.reference_group_code });
      expect((await scheme.api('rp1').get(`/utility/requests/${request_id}`)).body).toMatchObject({
        mode, min_idp: 1, idp_id_list: [asked.idp], requester_node_id: idp, closed: true, response_list: [{ idp_id: asked.idp, valid_ial: true, valid_signature: true }],
      });
      // Who asked is not told what it asked for itself.
      expect(scheme.backEnd(idp).all('request_status', { request_id })).toEqual([]);
    }
  });

  test('cannot join two persons into one, nor register whom it holds', async () => {
    const [one, other] = [await register('idp1', 2, [citizen()]), await register('idp1', 2, [citizen()])];
    const both = await change('idp2', '/identity', { ...accessor(), identity_list: [one, other].map(({ namespace, identifier }) => ({ namespace, identifier })), mode: 2, ial: 2.3 });
    expect(refusal(both.reply)).toEqual({ status: 400, code: 20069 });
    const again = await change('idp1', '/identity', { ...accessor(), identity_list: [one], mode: 2, ial: 2.3 });
    expect(refusal(again.reply)).toEqual({ status: 400, code: 20019 });
  });

  test('is refused where the person gave consent to one who has changed the declared IAL since', async () => {
    const person = await register('idp1', 3, [citizen()]);
    const joining = await change('idp2', '/identity', { ...accessor(), identity_list: [person], mode: 3, ial: 2.3 });
    await joining.told('create_identity_request_result');
    const gateway = scheme.running.nodes['idp2'];
    await gateway?.kill();
    await answer(person, joining.request_id);
    await scheme.backEnd('idp1').callback('response_result', { request_id: joining.request_id });
    const lowered = await change('idp1', `${pathOf(person)}/ial`, { ial: 1.1 });
    expect(await lowered.told('update_ial_result')).toMatchObject({ success: true });
    await gateway?.restart();
    expect(await joining.told('create_identity_result')).toEqual({
      node_id: 'idp2', type: 'create_identity_result', success: false, reference_id: joining.reference_id, request_id: joining.request_id, error: error(10015),
    });
  });
});

describe('a request on the fly', () => {
  const asks = async (who: Identity, mode: 2 | 3): Promise<string> => {
    const reply = await scheme.api('rp1').post(`/rp/requests/${who.namespace}/${who.identifier}`, {
      reference_id: randomUUID(), callback_url: scheme.backEnd('rp1').url('/request'), mode, bypass_identity_check: true, min_idp: 1, min_ial: 2.3, min_aal: 1, request_timeout: 3600,
      request_message: 'Who are you?', idp_id_list: ['idp1'], data_request_list: [],
    });
    expect(reply).toMatchObject({ status: 202 });
    return String(reply.body.request_id);
  };
  const tries = async (request_id: string, person: Partial<TestPerson>): Promise<unknown> => {
    await scheme.backEnd('idp1').callback('incoming_request', { request_id });
    return refusal(await scheme.api('idp1').post('/idp/response', {
      reference_id: randomUUID(), callback_url: scheme.backEnd('idp1').url('/result'), request_id, ial: 2.3, aal: 3, status: 'accept', accessor_id: 'some', signature: 'AAAA', ...person,
    }));
  };

  test('brings the identifier to an IdP that registers the person first and answers then', async () => {
    const who = citizen();
    const request_id = await asks(who, 3);
    const { body } = await scheme.backEnd('idp1').callback('incoming_request', { request_id });
    expect(body).toMatchObject(who);
    expect(body).not.toHaveProperty('reference_group_code');
    expect(await tries(request_id, {})).toEqual({ status: 400, code: 20020 });
    await register('idp2', 2, [who]);
    expect(await tries(request_id, {})).toEqual({ status: 400, code: 20071 });
    const low = await register('idp1', 2, [who], 1.1);
    expect(await tries(request_id, { ial: 1.1 })).toEqual({ status: 400, code: 20055 });
    expect(await tries(request_id, { accessor_id: low.accessor_id })).toEqual({ status: 400, code: 20065 });
    const upgrade = await change('idp1', `${pathOf(who)}/mode`, {});
    await answer(low, upgrade.request_id);
    expect(await upgrade.told('upgrade_identity_mode_result')).toMatchObject({ success: true });
    expect(await tries(request_id, { accessor_id: low.accessor_id })).toEqual({ status: 400, code: 20060 });
    const raise = await change('idp1', `${pathOf(who)}/ial`, { ial: 2.3 });
    expect(await raise.told('update_ial_result')).toEqual({ node_id: 'idp1', type: 'update_ial_result', success: true, reference_id: raise.reference_id });
    await answer({ ...low, ial: 2.3 }, request_id);
    const done = await scheme.backEnd('rp1').callback('request_status', { request_id, closed: true });
    expect(done.body).toMatchObject({ status: 'completed', mode: 3, response_list: [{ idp_id: 'idp1', valid_ial: true, valid_signature: true }] });
  });

  test('brings the group code to an IdP that holds the person', async () => {
    const person = await register('idp1', 2, [citizen()]);
    const request_id = await asks(person, 2);
    const { body } = await answer(person, request_id);
    expect(body).toMatchObject({ reference_group_code: person.reference_group_code });
    expect(body).not.toHaveProperty('identifier');
    await scheme.backEnd('rp1').callback('request_status', { request_id, status: 'completed', closed: true });
  });
});

/** What an IdP changes of a person that it holds with accessor `a-<id>` and another, in an order in which each of them works. */
const changes = (id: string): [what: string, action: string, path: string, body: object, accessors: object][] => [
  ['add_identity', 'add_identity', '', { identity_list: [{ namespace: 'passport', identifier: id }] }, {}],
  ['add_accessor', 'add_accessor', '/accessors', accessor(`b-${id}`), { accessor_id: `b-${id}` }],
  ['revoke_accessor', 'revoke_accessor', '/accessor_revoke', { accessor_id: `b-${id}` }, { accessor_id: `b-${id}` }],
  ['revoke_and_add_accessor', 'revoke_and_add_accessor', '/accessor_revoke_and_add', { revoking_accessor_id: `a-${id}`, ...accessor(`c-${id}`) }, { revoking_accessor_id: `a-${id}`, accessor_id: `c-${id}` }],
  ['revoke_identity_association', 'revoke_identity_association', '/association_revoke', {}, {}],
];
/** Of these the 202 names the new accessor. */
const named = ({ accessor_id }: { accessor_id?: string }, what: string): object => (what.includes('add_accessor') ? { accessor_id } : {});

async function withSpareAccessor(idp: string, mode: 2 | 3, id: string): Promise<Held> {
  const person = await register(idp, mode, [citizen()]);
  const { reply, request_id, told } = await change(idp, `${pathOf(person)}/accessors`, accessor(`a-${id}`));
  expect(reply).toMatchObject({ status: 202 });
  if (mode === 3) await answer(person, request_id);
  expect(await told('add_accessor_result')).toMatchObject({ success: true });
  return person;
}

describe('changes of a person', () => {
  test('in mode 2 happen at once, and the other IdP is told of each', async () => {
    const id = randomUUID();
    const person = await withSpareAccessor('idp1', 2, id);
    await register('idp2', 2, [person]);
    for (const [what, action, path, body, accessors] of changes(id)) {
      const { reply, reference_id, told, types } = await change('idp1', `${pathOf(person)}${path}`, { ...body, request_message: undefined });
      expect({ what, reply }).toEqual({ what, reply: { status: 202, body: named(accessors, what) } });
      expect(await told(`${what}_result`)).toEqual({ node_id: 'idp1', type: `${what}_result`, success: true, reference_id });
      expect(types()).toEqual([`${what}_result`]);
      await notice('idp2', person, action, 'idp1');
    }
    expect((await scheme.api('rp1').get(`/utility/accessors/c-${id}`)).body).toMatchObject({ active: false });
    expect(await holders({ namespace: 'passport', identifier: id })).toMatchObject([{ node_id: 'idp2' }]);
  });

  test('in mode 3 are asked for first, with a result of the request and of the change each', async () => {
    const id = randomUUID();
    const person = await withSpareAccessor('idp1', 3, id);
    for (const [what, , path, body, accessors] of changes(id)) {
      const { reply, reference_id, request_id, told, types } = await change('idp1', `${pathOf(person)}${path}`, body);
      expect({ what, reply }).toEqual({ what, reply: { status: 202, body: { request_id, ...named(accessors, what) } } });
      expect(await told(`${what}_request_result`)).toEqual({
        node_id: 'idp1', type: `${what}_request_result`, success: true, reference_id, request_id, ...accessors, creation_block_height: height,
      });
      expect((await scheme.api('idp1').get(`/identity_request/request_references/${reference_id}`)).body).toEqual({ request_id, ...accessors });
      const { body: incoming } = await answer(person, request_id);
      expect(incoming['mode']).toBe(what === 'add_identity' ? 2 : 3);
      expect(await told(`${what}_result`)).toEqual({ node_id: 'idp1', type: `${what}_result`, success: true, reference_id, request_id });
      expect(types()).toEqual([`${what}_request_result`, `${what}_result`]);
      expect((await scheme.api('idp1').get(`/identity_request/request_references/${reference_id}`)).status).toBe(404);
    }
  });

  test('that the person refuses, or the IdP gives up, fail with their code and change nothing', async () => {
    const id = randomUUID();
    const person = await withSpareAccessor('idp1', 3, id);
    for (const [what, , path, body] of changes(id).filter(([, , path]) => path !== '/accessor_revoke')) {
      for (const [code, end] of [
        [10016, (request_id: string) => answer(person, request_id, 'reject')],
        [20025, async (request_id: string) => {
          const reference_id = randomUUID();
          const close = await scheme.api('idp1').post('/identity_request/request_close', { reference_id, callback_url: scheme.backEnd('idp1').url('/close'), request_id });
          expect(close.status).toBe(202);
          const closed = await scheme.backEnd('idp1').callback('close_request_result', { reference_id });
          expect(closed).toMatchObject({ path: '/close', body: { node_id: 'idp1', type: 'close_request_result', success: true, reference_id, request_id } });
        }],
      ] as const) {
        const { reference_id, request_id, told } = await change('idp1', `${pathOf(person)}${path}`, body);
        await told(`${what}_request_result`);
        await end(request_id);
        expect(await told(`${what}_result`)).toEqual({ node_id: 'idp1', type: `${what}_result`, success: false, reference_id, request_id, error: error(code) });
      }
    }
    expect((await scheme.api('rp1').get(`/utility/accessors/a-${id}`)).body).toMatchObject({ active: true });
    for (const path of [`/utility/accessors/b-${id}`, `/utility/accessors/c-${id}`]) expect((await scheme.api('rp1').get(path)).status).toBe(404);
    expect(await holders(person)).toMatchObject([{ node_id: 'idp1' }]);
  });

  test('that the ledger refuses name their accessors', async () => {
    const id = randomUUID();
    const person = await withSpareAccessor('idp1', 2, id);
    const revoke = async (accessor_id: string) => change('idp1', `${pathOf(person)}/accessor_revoke`, { accessor_id });
    expect(await (await revoke(person.accessor_id)).told('revoke_accessor_result')).toMatchObject({ success: true });
    expect(refusal((await revoke(person.accessor_id)).reply)).toEqual({ status: 400, code: 20011 });
    const last = await revoke(`a-${id}`);
    expect(await last.told('revoke_accessor_result')).toEqual({
      node_id: 'idp1', type: 'revoke_accessor_result', success: false, reference_id: last.reference_id, accessor_id: `a-${id}`, error: error(25070),
    });
    const swap = await change('idp1', `${pathOf(person)}/accessor_revoke_and_add`, { revoking_accessor_id: `a-${id}`, ...accessor(person.accessor_id) });
    expect(await swap.told('revoke_and_add_accessor_result')).toEqual({
      node_id: 'idp1', type: 'revoke_and_add_accessor_result', success: false, reference_id: swap.reference_id, revoking_accessor_id: `a-${id}`, accessor_id: person.accessor_id, error: error(25017),
    });
    const upgrade = await change('idp1', `${pathOf(person)}/mode`, {});
    await answer({ ...person, accessor_id: `a-${id}` }, upgrade.request_id);
    expect(await upgrade.told('upgrade_identity_mode_result')).toMatchObject({ success: true });
    const consented = await change('idp1', `${pathOf(person)}/accessors`, accessor(person.accessor_id));
    await answer({ ...person, accessor_id: `a-${id}` }, consented.request_id);
    expect(await consented.told('add_accessor_result')).toEqual({
      node_id: 'idp1', type: 'add_accessor_result', success: false, reference_id: consented.reference_id, request_id: consented.request_id, accessor_id: person.accessor_id, error: error(25017),
    });
  });

  test('of accessors are refused to an IdP that neither holds the person nor the accessor', async () => {
    const [mine, other] = [await register('idp1', 2, [citizen()]), await register('idp2', 2, [citizen()])];
    const elsewhere = await change('idp2', `${pathOf(mine)}/accessors`, accessor());
    expect(refusal(elsewhere.reply)).toEqual({ status: 400, code: 20071 });
    const foreign = await change('idp1', `${pathOf(mine)}/accessor_revoke`, { accessor_id: other.accessor_id });
    expect(refusal(foreign.reply)).toEqual({ status: 400, code: 20062 });
    const taken = await change('idp1', `${pathOf(mine)}/accessors`, accessor(other.accessor_id));
    expect(refusal(taken.reply)).toEqual({ status: 400, code: 20030 });
  });

  test('adding an identifier that another person has is refused by the ledger', async () => {
    const [one, other] = [await register('idp1', 2, [citizen()]), await register('idp2', 2, [citizen()])];
    const { told, reference_id } = await change('idp1', pathOf(one), { identity_list: [{ namespace: other.namespace, identifier: other.identifier }] });
    expect(await told('add_identity_result')).toEqual({ node_id: 'idp1', type: 'add_identity_result', success: false, reference_id, error: error(25055) });
  });
});

test('an answer counts only with an accessor and a signature of the very person', async () => {
  const [person, other] = [await register('idp1', 2, [citizen()]), await register('idp1', 2, [citizen()])];
  const spare = await change('idp1', `${pathOf(person)}/accessors`, accessor());
  expect(await spare.told('add_accessor_result')).toMatchObject({ success: true });
  const revoked = String(spare.reply.body.accessor_id);
  expect(await (await change('idp1', `${pathOf(person)}/accessor_revoke`, { accessor_id: revoked })).told('revoke_accessor_result')).toMatchObject({ success: true });
  const ask = async (mode: 1 | 2): Promise<{ request_id: string; incoming: ReceivedCallback }> => {
    const reply = await scheme.api('rp1').post(`/rp/requests/${person.namespace}/${person.identifier}`, {
      reference_id: randomUUID(), callback_url: scheme.backEnd('rp1').url('/request'), mode, bypass_identity_check: false, min_idp: 1, min_ial: 1.1, min_aal: 1, request_timeout: 3600,
      request_message: 'Please confirm', idp_id_list: ['idp1'], data_request_list: [],
    });
    const request_id = String(reply.body.request_id);
    return { request_id, incoming: await scheme.backEnd('idp1').callback('incoming_request', { request_id }) };
  };
  const { request_id, incoming } = await ask(2);
  const signature = consentSignature(person, incoming);
  const attempts: [object, number][] = [
    [{ accessor_id: undefined }, 20014], [{ accessor_id: other.accessor_id }, 20077], [{ accessor_id: 'nobody' }, 20011], [{ accessor_id: revoked }, 20011], [{ ial: 2.1 }, 20060],
    [{ signature: consentSignature(person, { ...incoming, body: { ...incoming.body, request_message: 'Another text' } }) }, 20028], [{ signature: 'AAAA' }, 20028], [{ signature: 'A'.repeat(400) }, 20028],
  ];
  for (const [part, code] of attempts) {
    const body = { reference_id: randomUUID(), callback_url: scheme.backEnd('idp1').url('/result'), request_id, ial: 2.3, aal: 3, status: 'accept', accessor_id: person.accessor_id, signature, ...part };
    expect({ part, ...(refusal(await scheme.api('idp1').post('/idp/response', body)) as object) }).toEqual({ part, status: 400, code });
  }
  const hash = (id: string, accessor_id: string): Promise<ApiReply> => scheme.api('idp1').get(`/idp/request_message_padded_hash?request_id=${id}&accessor_id=${accessor_id}`);
  expect(await hash(request_id, person.accessor_id)).toEqual({ status: 200, body: { request_message_padded_hash: expect.stringMatching(/^[A-Za-z0-9+/]{342}==$/) } });
  expect(refusal(await hash(request_id, revoked))).toEqual({ status: 400, code: 20011 });
  expect(refusal(await hash((await ask(1)).request_id, person.accessor_id))).toEqual({ status: 400, code: 20075 });
  await answer(person, request_id);
  await scheme.backEnd('rp1').callback('request_status', { request_id, status: 'completed', closed: true });
});

describe('a change of mode', () => {
  test('is asked in mode 2 where all are in mode 2, in mode 3 where another is; whoever is asked may answer', async () => {
    const person = await register('idp1', 2, [citizen()]);
    const second = await register('idp2', 2, [person]);
    for (const [idp, mode, answers] of [['idp1', 2, second], ['idp2', 3, person]] as const) {
      const { reply, reference_id, request_id, told, types } = await change(idp, `${pathOf(person)}/mode`, {});
      expect(reply).toEqual({ status: 202, body: { request_id } });
      expect(await told('upgrade_identity_mode_request_result')).toEqual({
        node_id: idp, type: 'upgrade_identity_mode_request_result', success: true, reference_id, request_id, creation_block_height: height,
      });
      expect((await answer(answers, request_id)).body).toMatchObject({ mode, requester_node_id: idp });
      expect(await told('upgrade_identity_mode_result')).toEqual({ node_id: idp, type: 'upgrade_identity_mode_result', success: true, reference_id, request_id });
      expect(types()).toEqual(['upgrade_identity_mode_request_result', 'upgrade_identity_mode_result']);
      await notice(answers.idp, person, 'upgrade_identity_mode', idp);
    }
    expect(await holders(person)).toMatchObject([{ mode_list: [2, 3] }, { mode_list: [2, 3] }]);
    expect(refusal((await change('idp1', `${pathOf(person)}/mode`, {})).reply)).toEqual({ status: 400, code: 20073 });
  });

  test('needs a text and a person held here', async () => {
    const person = await register('idp1', 2, [citizen()]);
    expect(refusal((await change('idp1', `${pathOf(person)}/mode`, { request_message: undefined })).reply)).toEqual({ status: 400, code: 20074 });
    expect(refusal((await change('idp2', `${pathOf(person)}/mode`, {})).reply)).toEqual({ status: 400, code: 20071 });
    expect(refusal((await change('idp1', pathOf({ ...person, namespace: 'nowhere' }) + '/mode', {})).reply)).toEqual({ status: 400, code: 20013 });
  });
});

describe('an association that was ended', () => {
  test('leaves the person to the others, and can be taken up again with the same accessor', async () => {
    const person = await register('idp1', 2, [citizen()]);
    await register('idp2', 2, [person]);
    const end = await change('idp1', `${pathOf(person)}/association_revoke`, {});
    expect(await end.told('revoke_identity_association_result')).toMatchObject({ success: true });
    expect(await holders(person)).toMatchObject([{ node_id: 'idp2' }]);
    expect((await scheme.api('rp1').get(`/utility/accessors/${person.accessor_id}`)).body).toMatchObject({ active: false });
    for (const path of ['/ial', '/lial', '/laal']) expect((await scheme.api('idp1').get(`${pathOf(person)}${path}`)).status).toBe(404);
    expect(refusal((await change('idp1', `${pathOf(person)}/accessors`, accessor())).reply)).toEqual({ status: 400, code: 20071 });

    const again = await change('idp1', '/identity', { ...accessor(person.accessor_id), identity_list: [{ namespace: person.namespace, identifier: person.identifier }], mode: 2, ial: 2.1 });
    expect(again.reply.body).toEqual({ accessor_id: person.accessor_id, exist: true });
    expect(await again.told('create_identity_result')).toMatchObject({ success: true, reference_group_code: person.reference_group_code });
    expect(await holders(person)).toMatchObject([{ node_id: 'idp1', ial: 2.1 }, { node_id: 'idp2' }]);
    expect((await scheme.api('rp1').get(`/utility/accessors/${person.accessor_id}`)).body).toMatchObject({ active: true });
  });

  test('of the last IdP lets the next one register in mode 3 without consent, in the same group', async () => {
    const person = await register('idp1', 2, [citizen()]);
    expect(await (await change('idp1', `${pathOf(person)}/association_revoke`, {})).told('revoke_identity_association_result')).toMatchObject({ success: true });
    const { reply, told } = await change('idp2', '/identity', { ...accessor(), identity_list: [person], mode: 3, ial: 2.3 });
    expect(reply).toEqual({ status: 202, body: { accessor_id: expect.any(String), exist: true } });
    expect(await told('create_identity_result')).toMatchObject({ success: true, reference_group_code: person.reference_group_code });
  });
});

test('what a suppressed IdP changes is told to nobody, until it is on the list no more', async () => {
  const person = await register('idp1', 2, [citizen()]);
  await operate('add_suppressed_identity_modification_notification_node', { node_id: SUPPRESSED });
  expect((await scheme.api('rp1').get('/utility/suppressed_identity_modification_notification_node_ids')).body).toEqual([SUPPRESSED]);
  await register(SUPPRESSED, 2, [person]);
  await operate('remove_suppressed_identity_modification_notification_node', { node_id: SUPPRESSED });
  const added = await change(SUPPRESSED, pathOf(person), { identity_list: [passport()] });
  expect(await added.told('add_identity_result')).toMatchObject({ success: true });
  await notice('idp1', person, 'add_identity', SUPPRESSED);
  expect(scheme.backEnd('idp1').all('identity_modification_notification', { reference_group_code: person.reference_group_code, action: 'create_identity' })).toEqual([]);
});

test('changes of levels are told to nobody, and refused beyond what the IdP may declare', async () => {
  const person = await register('idp3', 2, [citizen()], 2.1);
  await register('idp2', 2, [person]);
  for (const [level, value] of [['ial', 2.3], ['lial', false], ['laal', true]] as const) {
    const { reply, reference_id, told } = await change('idp3', `${pathOf(person)}/${level}`, { [level]: value });
    expect(reply).toEqual({ status: 202, body: undefined });
    expect(await told(`update_${level}_result`)).toEqual({ node_id: 'idp3', type: `update_${level}_result`, success: true, reference_id });
  }
  expect(await holders(person)).toEqual([{ node_id: 'idp3', ial: 2.3, lial: false, laal: true, mode_list: [2] }, { node_id: 'idp2', ial: 2.3, lial: null, laal: null, mode_list: [2] }]);
  for (const [ial, code] of [[3, 20021], [2.7, 20094]]) expect(refusal((await change('idp3', `${pathOf(person)}/ial`, { ial })).reply)).toEqual({ status: 400, code });
  // A later change by the same IdP is told, so by now these would have been.
  expect(await (await change('idp3', pathOf(person), { identity_list: [passport()] })).told('add_identity_result')).toMatchObject({ success: true });
  const { reference_group_code } = person;
  await notice('idp2', person, 'add_identity', 'idp3');
  expect(scheme.backEnd('idp2').all('identity_modification_notification', { reference_group_code })).toHaveLength(1);
});

test('a reference id is taken while its operation runs, and free for the next one then', async () => {
  const person = await register('idp1', 3, [citizen()]);
  const { reference_id, request_id, told } = await change('idp2', '/identity', { ...accessor(), identity_list: [person], mode: 3, ial: 2.3 });
  const again = await change('idp2', '/identity', { ...accessor(), identity_list: [citizen()], mode: 2, ial: 2.3, reference_id });
  expect(refusal(again.reply)).toEqual({ status: 400, code: 20045 });
  await answer(person, request_id);
  expect(await told('create_identity_result')).toMatchObject({ success: true });
  const after = await change('idp2', `${pathOf(person)}/association_revoke`, { reference_id });
  expect(after.reply).toMatchObject({ status: 202 });
});

/** Lets the ledger find a request as it is when its time is over. */
async function dayPasses(request_id: string): Promise<void> {
  const { ledger, databaseUrl, scheme: { ledger: { database } } } = scheme.running;
  await ledger.kill();
  const client = new pg.Client({ connectionString: new URL(`/${database}`, databaseUrl).href });
  await client.connect();
  const { rowCount } = await client.query(`update request set doc = jsonb_set(doc, '{expires_at}', to_jsonb((doc->>'expires_at')::bigint - 86400000)) where doc->>'request_id' = $1`, [request_id]);
  await client.end();
  expect(rowCount).toBe(1);
  await ledger.restart();
}

test('a consent request that nobody answers for a day fails its operation with 20026', async () => {
  const person = await register('idp1', 3, [citizen()]);
  const { reference_id, request_id, told } = await change('idp2', '/identity', { ...accessor(), identity_list: [person], mode: 3, ial: 2.3 });
  await told('create_identity_request_result');
  await scheme.backEnd('idp1').callback('incoming_request', { request_id });

  await dayPasses(request_id);

  expect(await told('create_identity_result')).toEqual({ node_id: 'idp2', type: 'create_identity_result', success: false, reference_id, request_id, error: error(20026) });
  expect((await scheme.backEnd('idp1').callback('request_status', { request_id, timed_out: true })).body).toMatchObject({ status: 'pending', closed: false });
  await until('the gateways reach the ledger again', async () => (await Promise.all(['idp1', 'idp2'].map((idp) => scheme.api(idp).post('/identity', {})))).every(({ status }) => status === 400));
  const late = await scheme.api('idp1').post('/idp/error_response', { reference_id: 'late', callback_url: scheme.backEnd('idp1').url('/result'), request_id, error_code: 30000 });
  expect(refusal(late)).toEqual({ status: 400, code: 20026 });
  expect((await scheme.api('idp2').get(`/identity_request/request_references/${reference_id}`)).status).toBe(404);
  expect((await change('idp2', '/identity', { ...accessor(), identity_list: [person], mode: 3, ial: 2.3, reference_id })).reply).toMatchObject({ status: 202 });
});
