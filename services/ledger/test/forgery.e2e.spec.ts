import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { kafkaBus, type Bus, type ReceivedMessage } from '@trine/bus';
import { keyOpener, keySigner, readJws, readPrivateKey, seal, signJws, type Signer } from '@trine/crypto';
import { testBrokers } from '@trine/devstack';
import { topicsOf, type Command, type InboxMessage, type Mail, type MailReceipt } from '@trine/protocol';
import { createLogger } from '@trine/telemetry';
import { consentSignature, logLine, logLines, registerPerson, startTestScheme, until, type TestPerson, type TestScheme } from '@trine/testkit';

/** An outsider who may write to every topic, and members who misuse their own keys: rp2 and idp2. */
let scheme: TestScheme;
let bus: Bus;
let topics: ReturnType<typeof topicsOf>;
let chain: string;
let person: TestPerson;
/** Every genuine message on the bus, by topic. */
const onBus = new Map<string, ReceivedMessage[]>();

const NODES = ['rp1', 'rp2', 'idp1', 'idp2', 'as1'];

beforeAll(async () => {
  scheme = await startTestScheme({
    name: 'forgery',
    nodes: [
      { node_id: 'ndid1', role: 'ndid' },
      { node_id: 'rp1', role: 'rp' },
      { node_id: 'rp2', role: 'rp' },
      { node_id: 'idp1', role: 'idp' },
      { node_id: 'idp2', role: 'idp' },
      { node_id: 'as1', role: 'as' },
    ],
  });
  chain = scheme.running.scheme.chain_id;
  topics = topicsOf(chain);
  bus = kafkaBus({ brokers: testBrokers(), clientId: 'outsider', logger: createLogger('outsider').child({}, { level: 'silent' }) });
  await bus.connect();
  await bus.consume({
    group: `${chain}.outsider`,
    topics: [topics.commands, ...NODES.flatMap((node) => [topics.inbox(node), topics.mail(node)])],
    position: () => Promise.resolve(undefined),
    handle: (batch) => {
      for (const message of batch) onBus.set(message.topic, [...(onBus.get(message.topic) ?? []), message]);
      return Promise.resolve();
    },
  });
  const as = scheme.backEnd('as1');
  const offer = { reference_id: 'offer', callback_url: as.url('/result'), min_ial: 1.1, min_aal: 1, url: as.url('/data'), supported_namespace_list: ['citizen_id'] };
  await scheme.api('as1').post('/as/service/bank_statement', offer);
  await as.callback('add_or_update_service_result', { reference_id: 'offer' });
  person = await registerPerson(scheme, 'idp1', 2);
}, 240_000);

afterAll(async () => {
  await bus?.close();
  await scheme?.stop();
}, 90_000);

const signerOf = async (node: string): Promise<Signer> => keySigner(await readPrivateKey(scheme.running.keys[node]!.signing.path));
const openerOf = async (node: string) => keyOpener(await readPrivateKey(scheme.running.keys[node]!.encryption.path));
const sealingKeyOf = (node: string): string => scheme.running.keys[node]!.encryption.publicPem;
const posted = new Set<string>();
function post(topic: string, key: string, value: string | Buffer): Promise<void> {
  posted.add(String(value));
  return bus.publish([{ topic, key, value: Buffer.from(value) }]);
}
/** Messages that the members and the ledger have sent. */
const allGenuine = (topic: string): ReceivedMessage[] => (onBus.get(topic) ?? []).filter(({ value }) => !posted.has(String(value)));
const genuine = (topic: string, fits: (message: ReceivedMessage) => boolean | Promise<boolean>): Promise<ReceivedMessage> =>
  until(`a message on ${topic}`, async () => {
    for (const message of allGenuine(topic)) if (await fits(message)) return message;
    return undefined;
  });

let serial = 0;
async function ask(body: Record<string, unknown> = {}): Promise<string> {
  serial += 1;
  const reply = await scheme.api('rp1').post(`/rp/requests/${person.namespace}/${person.identifier}`, {
    reference_id: `ask-${serial}`,
    callback_url: scheme.backEnd('rp1').url('/request'),
    mode: 2, bypass_identity_check: false, min_idp: 1, min_ial: 1.1, min_aal: 1, request_timeout: 3600, request_message: `Please confirm ${serial}`, idp_id_list: [], data_request_list: [],
    ...body,
  });
  expect(reply).toMatchObject({ status: 202 });
  return String(reply.body.request_id);
}

async function accept(requestId: string): Promise<void> {
  const incoming = await scheme.backEnd('idp1').callback('incoming_request', { request_id: requestId });
  const reply = await scheme.api('idp1').post('/idp/response', {
    reference_id: `answer-${requestId}`, callback_url: scheme.backEnd('idp1').url('/result'), request_id: requestId,
    ial: person.ial, aal: 3, status: 'accept', accessor_id: person.accessor_id, signature: consentSignature(person, incoming),
  });
  expect(reply).toMatchObject({ status: 202 });
}

const rpHears = (requestId: string, fits: (body: Record<string, unknown>) => boolean) =>
  scheme.backEnd('rp1').waitFor(({ body }) => body.type === 'request_status' && body.request_id === requestId && fits(body), `request_status of ${requestId}`);

/** Nobody's message was lost or held up by what was posted before. */
async function aFlowStillWorks(): Promise<void> {
  const requestId = await ask({ data_request_list: [{ service_id: 'bank_statement', min_as: 1 }] });
  await accept(requestId);
  await scheme.backEnd('as1').callback('data_request', { request_id: requestId });
  const sent = await scheme.api('as1').post(`/as/data/${requestId}/bank_statement`, { reference_id: requestId, callback_url: scheme.backEnd('as1').url('/result'), data: 'd' });
  expect(sent.status).toBe(202);
  await rpHears(requestId, (body) => body['closed'] === true && body['status'] === 'completed');
}

/** Everything that a database holds, except positions. */
async function contentOf(url: string, tables: string[]): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const rows = await Promise.all(tables.map((table) => client.query(`select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as content, count(*)::int as count from ${table} t`)));
    return Object.fromEntries(tables.map((table, i) => [table, rows[i]?.rows[0]]));
  } finally {
    await client.end();
  }
}
const ledgerContent = (): Promise<unknown> =>
  contentOf(new URL(`/${scheme.running.scheme.ledger.database}`, scheme.running.databaseUrl).href, ['command', 'event', 'registry', 'request', 'message', 'reference_group', 'identity', 'accessor']);
const gatewayContent = (node: string): Promise<unknown> =>
  contentOf(String(scheme.running.databases[node]), ['request', 'outbox', 'reference', 'as_data', 'private_message', 'setting']);
const everything = async (): Promise<unknown> => [await ledgerContent(), ...(await Promise.all(NODES.map(gatewayContent)))];

/** Waits until everything is settled: no command, letter or callback is under way. */
const quiet = (): Promise<unknown> =>
  until('a scheme at rest', async () => {
    for (const node of NODES) {
      const { outbox, callback } = (await contentOf(String(scheme.running.databases[node]), ['outbox', 'callback'])) as Record<string, { count: number }>;
      if (outbox!.count + callback!.count > 0) return undefined;
    }
    return everything();
  });

const command = (changes: Partial<Command> = {}): Command => ({
  id: randomUUID(), type: 'CloseRequest', node_id: 'rp1', chain_id: chain, aggregate: openRequest, args: { request_id: openRequest, response_valid_list: [] }, issued_at: Date.now(), ...changes,
});
const HOUR_MS = 3_600_000;

/** A request of rp1 that waits for its IdP all along. */
let openRequest = '';
let aggregateOf: (jws: string) => string;

describe('commands', () => {
  beforeEach(async () => {
    if (openRequest !== '') return;
    openRequest = await ask();
    await scheme.backEnd('idp1').callback('incoming_request', { request_id: openRequest });
    aggregateOf = (jws) => (readJws(jws)?.payload as Command | undefined)?.aggregate ?? 'registry';
  }, 90_000);

  const attacks: [string, string, () => Promise<{ value: string | Buffer; key?: string }>][] = [
    ['in the name of the victim, signed by another member', 'signature is wrong', async () => ({ value: await signJws(await signerOf('rp2'), 'rp1', command()) })],
    ['in the name of the victim, under the signer\'s own name', 'signer is not the sender', async () => ({ value: await signJws(await signerOf('rp2'), 'rp2', command()) })],
    ['signed with another key of the victim', 'signature is wrong', async () => ({ value: await signJws(keySigner(await readPrivateKey(scheme.running.keys['rp1']!.master.path)), 'rp1', command()) })],
    ['with new node keys, signed by the signing key instead of the master key', 'signature is wrong', async () => ({
      value: await signJws(await signerOf('rp1'), 'rp1', command({ type: 'UpdateNode', aggregate: 'registry', args: { signing_public_key: scheme.running.keys['rp2']!.signing.publicPem } })), key: 'registry',
    })],
    ['of a node that nobody registered', 'no key is registered for the sender', async () => ({ value: await signJws(await signerOf('rp2'), 'stranger', command({ node_id: 'stranger' })) })],
    ['in the name of the ledger itself', 'malformed', async () => ({ value: await signJws(await signerOf('rp2'), '', command({ node_id: '', type: 'TimeOutRequest' })) })],
    ['altered on its way', 'signature is wrong', async () => {
      const [header, , signature] = String((await genuine(topics.commands, ({ value }) => readJws(String(value))?.kid === 'rp1')).value).split('.');
      return { value: `${header}.${Buffer.from(JSON.stringify(command())).toString('base64url')}.${signature}` };
    }],
    ['without a signature algorithm', 'signature is wrong', async () => ({ value: unsigned({ alg: 'none', kid: 'rp1' }, command(), 'AA') })],
    ['with a MAC over the public key', 'signature is wrong', async () => {
      const input = unsigned({ alg: 'HS256', kid: 'rp1' }, command(), '').slice(0, -1);
      return { value: `${input}.${createHmac('sha256', scheme.running.keys['rp1']!.signing.publicPem).update(input).digest('base64url')}` };
    }],
    ['with two signatures', 'malformed', async () => ({ value: `${await signJws(await signerOf('rp1'), 'rp1', command())}.AA` })],
    ['older than a day', 'expired', async () => ({ value: await signJws(await signerOf('rp1'), 'rp1', command({ issued_at: Date.now() - 25 * HOUR_MS })) })],
    ['from the future', 'expired', async () => ({ value: await signJws(await signerOf('rp1'), 'rp1', command({ issued_at: Date.now() + HOUR_MS })) })],
    ['for another ledger', 'meant for another ledger', async () => ({ value: await signJws(await signerOf('rp1'), 'rp1', command({ chain_id: 'another' })) })],
    ['under the key of another aggregate', 'sent under the key of another aggregate', async () => ({ value: await signJws(await signerOf('rp1'), 'rp1', command()), key: 'registry' })],
    ['no JWS', 'malformed', async () => ({ value: randomUUID() })],
    ['no text', 'malformed', async () => ({ value: Buffer.from([0, 255, 254, 46, 46]) })],
    ['empty', 'malformed', async () => ({ value: '' })],
    ['null', 'malformed', async () => ({ value: unsigned({ alg: 'EdDSA', kid: 'rp1' }, null, 'AA') })],
    ['without arguments', 'malformed', async () => ({ value: await signJws(await signerOf('rp1'), 'rp1', { ...command(), args: null }) })],
    ['with an id that has no UTF-8 form', 'malformed', async () => ({ value: await escaped('rp2', { ...command({ node_id: 'rp2' }), id: '\ud800' }) })],
    ['with an id longer than any key', 'malformed', async () => ({ value: await signJws(await signerOf('rp2'), 'rp2', command({ node_id: 'rp2', id: incompressible(9000) })) })],
  ];

  test.each(attacks)('%s: %s', async (_what, reason, make) => {
    const before = await quiet();
    const count = (): number => logLines(scheme.running.ledger).filter((line) => line.security === 'command_refused' && line['reason'] === reason).length;
    const linesBefore = count();
    const { value, key } = await make();
    await post(topics.commands, key ?? aggregateOf(value.toString()), value);
    await until(`a security line: ${reason}`, () => count() > linesBefore);
    expect(await everything()).toEqual(before);
  }, 90_000);

  test('every genuine command posted again, twice', async () => {
    const before = await quiet();
    const copies = allGenuine(topics.commands);
    expect(copies.length).toBeGreaterThan(2);
    for (const { key, value } of [...copies, ...copies]) await post(topics.commands, key, value);
    const ids = copies.map(({ value }) => (readJws(String(value))?.payload as Command).id);
    for (const command_id of ids) await logLine(scheme.running.ledger, { security: 'command_repeated', command_id });
    // A flow behind the copies shows that all of them were read.
    await aFlowStillWorks();
    expect(await requestOf(openRequest)).toMatchObject({ closed: false, timed_out: false, response_list: [] });
    expect(before).toBeDefined();
  }, 90_000);

  test.each([
    ['closing another member\'s request', 'rp2', () => command({ node_id: 'rp2' }), 25039],
    ['timing out another member\'s request', 'rp2', () => command({ node_id: 'rp2', type: 'TimeOutRequest' }), 25039],
    ['answering without having been asked', 'idp2', () => command({ node_id: 'idp2', type: 'CreateIdpResponse', args: { request_id: openRequest, ial: 2.3, aal: 3, status: 'accept', signature: 'x' } }), 25050],
    ['minting tokens', 'rp2', () => command({ node_id: 'rp2', type: 'AddNodeToken', aggregate: 'registry', args: { node_id: 'rp2', amount: 1e6 } }), 25034],
    ['arguments of wrong types', 'rp2', () => command({ node_id: 'rp2', args: { request_id: { a: 1 } } as never }), 15004],
    ['arguments that cannot be stored', 'rp2', () => command({ node_id: 'rp2', type: 'CreateMessage', args: { message_id: 'm', message: 'a\u0000b', purpose: '' } }), 15004],
    ['a key longer than the database takes', 'rp2', () => command({ node_id: 'rp2', type: 'CreateMessage', aggregate: 'm', args: { message_id: incompressible(9000), message: 'a', purpose: '' } }), 15004],
    ['an unknown command', 'rp2', () => command({ node_id: 'rp2', type: 'constructor' as never }), 15020],
  ])('a member\'s own right is not exceeded: %s', async (_what, node, make, code) => {
    const mine = make();
    const requestBefore = await requestOf(openRequest);
    await post(topics.commands, mine.aggregate, await signJws(await signerOf(node), node, mine));
    const told = await genuine(topics.inbox(node), ({ value }) => outcomeIn(value, mine.id) !== undefined);
    expect(outcomeIn(told.value, mine.id)).toMatchObject({ code });
    expect(await requestOf(openRequest)).toEqual(requestBefore);
  }, 90_000);

  test('the ledger goes on', aFlowStillWorks, 90_000);
});

describe('events', () => {
  const attacks: [string, string, () => Promise<string>][] = [
    ['signed by another member', 'not signed by the ledger', async () => signJws(await signerOf('rp2'), chain, closing('rp1'))],
    ['signed by the recipient itself', 'not signed by the ledger', async () => signJws(await signerOf('rp1'), 'rp1', closing('rp1'))],
    ['unsigned', 'not signed by the ledger', async () => unsigned({ alg: 'none', kid: chain }, closing('rp1'), 'AA')],
    ['altered on its way', 'not signed by the ledger', async () => {
      const [header, , signature] = String((await genuine(topics.inbox('rp1'), () => true)).value).split('.');
      return `${header}.${Buffer.from(JSON.stringify(closing('rp1'))).toString('base64url')}.${signature}`;
    }],
    ['of another member', 'addressed to another node or ledger', async () => signJws(await ledgerSigner(), chain, closing('idp1'))],
    ['of another ledger with the same key', 'addressed to another node or ledger', async () => signJws(await ledgerSigner(), chain, { ...closing('rp1'), chain_id: 'another' })],
    ['no event', 'not signed by the ledger', async () => randomUUID()],
    ['a hole in place of an event', 'not signed by the ledger', async () => unsigned({ alg: 'EdDSA', kid: chain }, { ...closing('rp1'), events: [null] }, 'AA')],
    ['no list of events', 'not signed by the ledger', async () => unsigned({ alg: 'EdDSA', kid: chain }, { ...closing('rp1'), events: { every: 1 } }, 'AA')],
    ['null', 'not signed by the ledger', async () => unsigned({ alg: 'EdDSA', kid: chain }, null, 'AA')],
  ];

  test.each(attacks)('%s: %s', async (_what, reason, make) => {
    const before = await quiet();
    const told = scheme.backEnd('rp1').received.length;
    const count = (): number => logLines(scheme.running.nodes['rp1']!).filter((line) => line.security === 'event_refused' && line['reason'] === reason).length;
    const linesBefore = count();
    await post(topics.inbox('rp1'), 'rp1', await make());
    await until(`a security line: ${reason}`, () => count() > linesBefore);
    expect(await everything()).toEqual(before);
    expect(scheme.backEnd('rp1').received.length).toBe(told);
  }, 90_000);

  test('every genuine event posted again tells nobody anything twice', async () => {
    await quiet();
    const statuses = (): number => scheme.backEnd('rp1').all('request_status').length;
    const before = statuses();
    for (const { key, value } of allGenuine(topics.inbox('rp1'))) await post(topics.inbox('rp1'), key, value);
    const requestId = await ask();
    await scheme.backEnd('rp1').callback('request_status', { request_id: requestId });
    expect(statuses()).toBe(before + 1);
  }, 90_000);
});

describe('mail', () => {
  const consentTo = async (node: string): Promise<Mail<'consent_request'>> => {
    const opener = await openerOf(node);
    const { value } = await genuine(topics.mail(node), async (message) => {
      const text = await opener.open(String(message.value)).catch(() => undefined);
      return text !== undefined && (readJws(text)?.payload as Mail).type === 'consent_request';
    });
    return readJws(await opener.open(String(value)))?.payload as Mail<'consent_request'>;
  };
  const letter = async (changes: Partial<Mail>): Promise<Mail> => ({ ...(await consentTo('idp1')), id: randomUUID(), from: 'rp2', issued_at: Date.now(), ...changes }) as Mail;
  const sealed = async (jws: string | Promise<string>, node = 'idp1'): Promise<string> => seal(sealingKeyOf(node), await jws);
  const bodyOf = async (changes: Record<string, unknown>): Promise<never> => ({ ...(await consentTo('idp1')).body, ...changes }) as never;

  const attacks: [string, string, () => Promise<string>][] = [
    ['in the name of another member', 'signature is wrong', async () => sealed(signJws(await signerOf('rp2'), 'rp1', await letter({ from: 'rp1' })))],
    ['signed under the signer\'s own name', 'signed by another node than its sender', async () => sealed(signJws(await signerOf('rp2'), 'rp2', await letter({ from: 'rp1' })))],
    ['of a node that nobody registered', 'signature is wrong', async () => sealed(signJws(await signerOf('rp2'), 'stranger', await letter({ from: 'stranger' })))],
    ['genuine, opened by its recipient and sealed for another node', 'addressed to another node', async () => {
      const opener = await openerOf('idp2');
      const { value } = await genuine(topics.mail('idp2'), ({ value: v }) => String(v).split('.').length === 5);
      return sealed(opener.open(String(value)));
    }],
    ['genuine, posted to another node as it is', 'cannot be opened', async () => String((await genuine(topics.mail('idp2'), ({ value }) => String(value).split('.').length === 5)).value)],
    ['altered on its way', 'cannot be opened', async () => {
      const parts = String((await genuine(topics.mail('idp1'), ({ value }) => String(value).split('.').length === 5)).value).split('.');
      return parts.map((part, i) => (i === 3 ? flipped(part) : part)).join('.');
    }],
    ['sealed but unsigned', 'malformed', async () => sealed(JSON.stringify(await letter({})))],
    ['older than a day', 'expired', async () => sealed(signJws(await signerOf('rp2'), 'rp2', await letter({ issued_at: Date.now() - 25 * HOUR_MS })))],
    ['from the future', 'expired', async () => sealed(signJws(await signerOf('rp2'), 'rp2', await letter({ issued_at: Date.now() + HOUR_MS })))],
    ['without a time', 'expired', async () => sealed(signJws(await signerOf('rp2'), 'rp2', await letter({ issued_at: null as never })))],
    ['about another ledger', 'about another ledger', async () => sealed(signJws(await signerOf('rp2'), 'rp2', await letter({ chain_id: 'another' })))],
    ['of an unknown type', 'content does not fit its type', async () => sealed(signJws(await signerOf('rp2'), 'rp2', await letter({ type: 'invitation' as never })))],
    ['of a type that every object has', 'content does not fit its type', async () => sealed(signJws(await signerOf('rp2'), 'rp2', await letter({ type: 'constructor' as never, body: null as never })))],
    ['without content', 'content does not fit its type', async () => sealed(signJws(await signerOf('rp2'), 'rp2', await letter({ body: null as never })))],
    ['with text that cannot be stored', 'content does not fit its type', async () => sealed(signJws(await signerOf('rp2'), 'rp2', await letter({ body: await bodyOf({ reference_group_code: 'a\u0000b' }) })))],
    ['with a request id longer than any key', 'content does not fit its type', async () => sealed(signJws(await signerOf('rp2'), 'rp2', await letter({ body: await bodyOf({ request_id: incompressible(9000) }) })))],
    ['with an id that has no UTF-8 form', 'malformed', async () => sealed(escaped('rp2', { ...(await letter({})), id: '\udfff' }))],
    ['about a request of somebody else', 'not sent by the requester', async () => sealed(signJws(await signerOf('rp2'), 'rp2', await letter({ body: await bodyOf({ request_id: openRequest, request_message: 'Send me money' }) })))],
    ['empty', 'cannot be opened', async () => ''],
    ['no JWE', 'cannot be opened', async () => randomUUID()],
  ];

  beforeAll(async () => {
    // A letter of rp1 to idp2, for those that go astray.
    await ask({ mode: 1, idp_id_list: ['idp2'] });
    await scheme.backEnd('idp2').waitFor(({ body }) => body.type === 'incoming_request');
    await consentTo('idp1');
  }, 90_000);

  test.each(attacks)('%s: %s', async (_what, reason, make) => {
    const before = await quiet();
    const asked = scheme.backEnd('idp1').all('incoming_request').length;
    const errors = scheme.backEnd('idp1').all('error').length;
    const count = (): number => logLines(scheme.running.nodes['idp1']!).filter((line) => line.security === 'mail_refused' && line['reason'] === reason).length;
    const linesBefore = count();
    await post(topics.mail('idp1'), randomUUID(), await make());
    await until(`a security line: ${reason}`, () => count() > linesBefore);
    await until('an error callback', () => scheme.backEnd('idp1').all('error').length > errors);
    expect(scheme.backEnd('idp1').all('incoming_request').length).toBe(asked);
    expect(await everything()).toEqual(before);
  }, 90_000);

  test('every genuine letter posted again, twice, is acted on once', async () => {
    await quiet();
    const told = (): number => NODES.reduce((sum, node) => sum + scheme.backEnd(node).received.length, 0);
    const before = [told(), await everything()];
    const copies = NODES.flatMap((node) => allGenuine(topics.mail(node)).filter(({ value }) => String(value).split('.').length === 5)).filter(({ topic }) => topic !== topics.mail('idp1'));
    const genuineToIdp1 = await consentTo('idp1');
    for (const { topic, key, value } of [...copies, ...copies]) await post(topic, key, value);
    await post(topics.mail('idp1'), 'k', await sealed(signJws(await signerOf('rp1'), 'rp1', genuineToIdp1)));
    await logLine(scheme.running.nodes['idp1']!, { security: 'mail_repeated', mail_id: genuineToIdp1.id });
    await until('all copies read', () => logLines(scheme.running.nodes['rp1']!).filter((line) => line.security === 'mail_repeated').length >= copies.filter(({ topic }) => topic === topics.mail('rp1')).length * 2);
    expect([told(), await everything()]).toEqual(before);
  }, 90_000);

  test('a rival letter that comes first does not keep out the requester\'s', async () => {
    const requestId = await ask({ data_request_list: [{ service_id: 'bank_statement', min_as: 1 }] });
    const { body } = await consentTo('idp1');
    const forged: Mail<'data_request'> = {
      id: randomUUID(), from: 'idp2', to: 'as1', chain_id: chain, type: 'data_request', issued_at: Date.now(),
      body: {
        request_id: requestId, mode: 2, namespace: person.namespace, identifier: person.identifier, service_data_request_list: [{ service_id: 'bank_statement', request_params: 'all of it', request_params_salt: 's' }],
        request_message: body.request_message, request_message_salt: body.request_message_salt, response_private_data_list: [], creation_time: Date.now(), request_timeout: 3600, rp_id: 'idp2', initial_salt: body.initial_salt,
      },
    };
    await post(topics.mail('as1'), requestId, await seal(sealingKeyOf('as1'), await signJws(await signerOf('idp2'), 'idp2', forged)));
    // The receipt shows that the AS has it before the request goes on.
    const isReceipt = ({ value }: ReceivedMessage): boolean => String(value).split('.').length === 3 && (readJws(String(value))?.payload as MailReceipt).received.includes(forged.id);
    await genuine(topics.mail('idp2'), isReceipt);
    await accept(requestId);
    await logLine(scheme.running.nodes['as1']!, { security: 'mail_refused', reason: 'not sent by the requester', request_id: requestId });
    const asked = await scheme.backEnd('as1').callback('data_request', { request_id: requestId });
    expect(asked.body).not.toHaveProperty('request_params');
    expect(scheme.backEnd('as1').all('data_request', { request_id: requestId })).toHaveLength(1);
  }, 90_000);

  test('a forged receipt does not make a letter disappear', async () => {
    await quiet();
    await scheme.running.nodes['idp1']!.kill('SIGKILL');
    const requestId = await ask({ mode: 1, idp_id_list: ['idp1'] });
    await rpHears(requestId, () => true);
    const opener = await openerOf('idp1');
    const pending = await genuine(topics.mail('idp1'), async ({ value }) => {
      const text = await opener.open(String(value)).catch(() => undefined);
      return text !== undefined && (readJws(text)?.payload as Mail).body.request_id === requestId;
    });
    const { id } = readJws(await opener.open(String(pending.value)))?.payload as Mail;
    const receipt: MailReceipt = { from: 'idp1', to: 'rp1', chain_id: chain, issued_at: Date.now(), received: [id] };
    const before = await gatewayContent('rp1');
    const count = (): number => logLines(scheme.running.nodes['rp1']!).filter((line) => line.security === 'receipt_refused').length;
    const linesBefore = count();
    const forgeries = [
      await signJws(await signerOf('rp2'), 'idp1', receipt),
      await signJws(await signerOf('rp2'), 'rp2', receipt),
      await signJws(await signerOf('rp2'), 'rp2', { ...receipt, from: 'rp2', received: 'everything' }),
      await signJws(await signerOf('rp2'), 'rp2', { ...receipt, from: 'rp2', received: null }),
      await signJws(await signerOf('rp2'), 'rp2', { ...receipt, from: 'rp2', to: 'idp2' }),
      unsigned({ alg: 'EdDSA', kid: 'idp1' }, null, 'AA'),
      'a.b.c',
    ];
    for (const forgery of forgeries) await post(topics.mail('rp1'), 'receipt', forgery);
    // In its own name a member can only speak of letters to itself.
    await post(topics.mail('rp1'), 'receipt', await signJws(await signerOf('rp2'), 'rp2', { ...receipt, from: 'rp2' }));
    await until('all forgeries refused', () => count() === linesBefore + forgeries.length);
    expect(await gatewayContent('rp1')).toEqual(before);
    await scheme.running.nodes['idp1']!.restart();
    await scheme.backEnd('idp1').callback('incoming_request', { request_id: requestId });
  }, 150_000);

  test('all members go on', aFlowStillWorks, 90_000);

  test('and can be restarted on what they have stored', async () => {
    for (const node of [scheme.running.ledger, ...Object.values(scheme.running.nodes)]) {
      await node.kill('SIGKILL');
      await node.restart();
    }
    await aFlowStillWorks();
  }, 240_000);
});

const requestOf = async (requestId: string): Promise<unknown> => (await scheme.api('rp1').get(`/utility/requests/${requestId}`)).body;

/** What would close the open request, were it true. */
function closing(to: string): InboxMessage {
  return { chain_id: chain, to, events: [{ seq: 1_000, height: `${chain}:1000000`, at: Date.now(), request: { request_id: openRequest, change: { kind: 'closed' }, detail: { closed: true } } }] };
}

function outcomeIn(value: Buffer, commandId: string): unknown {
  const message = readJws(String(value))?.payload as InboxMessage | undefined;
  return message?.events?.find(({ outcome }) => outcome?.command_id === commandId)?.outcome;
}

const ledgerSigner = async (): Promise<Signer> => keySigner(await readPrivateKey(`${scheme.running.scheme.data_dir}/keys/ledger.pem`));

const unsigned = (header: object, payload: unknown, signature: string): string =>
  `${[header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.${signature}`;

/** Signs a value as JavaScript spells it: canonical JSON can't express a lone surrogate. */
async function escaped(node: string, value: object): Promise<string> {
  const input = unsigned({ alg: 'EdDSA', kid: node }, value, '').slice(0, -1);
  return `${input}.${(await (await signerOf(node)).sign(Buffer.from(input), 'ieee-p1363')).toString('base64url')}`;
}

const incompressible = (chars: number): string => Array.from({ length: Math.ceil(chars / 36) }, () => randomUUID()).join('').slice(0, chars);

function flipped(base64url: string): string {
  const bytes = Buffer.from(base64url, 'base64url');
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  return bytes.toString('base64url');
}
