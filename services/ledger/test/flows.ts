import { expect } from '@jest/globals';
import pg from 'pg';
import { automaticMembers, dataOf, registerPerson, startTestScheme, until, type Flow, type Members, type TestPerson, type TestScheme, type TestSchemeOptions } from '@trine/testkit';

const MEMBERS = { rp: 'rp1', idp: 'idp1', as: 'as1', service_id: 'bank_statement' };
const MEMBER_IDS = ['rp1', 'idp1', 'as1'];

export interface ThreeParties {
  scheme: TestScheme;
  persons: TestPerson[];
}

/** A scheme of one RP, one IdP and one AS that offers a service, with registered persons. */
export async function startThreeParties(options: Omit<TestSchemeOptions, 'nodes'>, personCount = 5): Promise<ThreeParties> {
  const scheme = await startTestScheme({
    ...options,
    nodes: [
      { node_id: 'ndid1', role: 'ndid' },
      { node_id: 'rp1', role: 'rp' },
      { node_id: 'idp1', role: 'idp' },
      { node_id: 'as1', role: 'as' },
    ],
  });
  const as = scheme.backEnd('as1');
  const offer = { reference_id: 'offer', callback_url: as.url('/result'), min_ial: 1.1, min_aal: 1, url: as.url('/data'), supported_namespace_list: ['citizen_id'] };
  expect(await scheme.api('as1').post(`/as/service/${MEMBERS.service_id}`, offer)).toMatchObject({ status: 202 });
  await as.callback('add_or_update_service_result', { reference_id: 'offer' });
  const persons: TestPerson[] = [];
  for (let i = 0; i < personCount; i += 1) persons.push(await registerPerson(scheme, 'idp1', 2));
  return { scheme, persons };
}

/** Flows that run on their own, and everything that must hold of them in the end. */
export interface Load {
  members: Members;
  /** Resolves when all have ended; rejects when one does not. */
  ended: Promise<void>;
  readonly running: boolean;
  /** Every step of every accepted flow happened, and happened once. */
  check(): Promise<void>;
}

/** Runs `count` flows, `concurrency` of them at a time. */
export async function runFlows({ scheme, persons }: ThreeParties, name: string, count: number, concurrency = 40): Promise<Load> {
  const members = automaticMembers(scheme, persons, { ...MEMBERS, name });
  const before = await spendings(scheme);
  const flows: Flow[] = [];
  let left = count;
  let running = true;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const flow = await members.begin();
      flows.push(flow);
      await members.end(flow);
    }
  };
  const ended = Promise.all(Array.from({ length: concurrency }, worker))
    .then(() => undefined)
    .finally(() => {
      running = false;
    });
  ended.catch(() => undefined);
  return {
    members,
    ended,
    get running() {
      return running;
    },
    async check() {
      await ended;
      expect(members.refusals).toEqual([]);
      expect(new Set(flows.map(({ request_id }) => request_id)).size).toBe(count);
      for (const flow of flows) await checkFlow(scheme, members, flow);
      // First, so that the last commands have their outcome.
      for (const node of MEMBER_IDS) await isAtRest(scheme, node);
      await checkLedger(scheme, flows, before);
    },
  };
}

async function checkFlow(scheme: TestScheme, members: Members, { request_id, reference_id }: Flow): Promise<void> {
  const created = members.told('rp1', 'create_request_result', request_id);
  expect(created.length).toBeGreaterThanOrEqual(1);
  for (const body of created) expect(body).toMatchObject({ success: true, reference_id });
  for (const node of ['idp1', 'as1']) {
    await until(`response_result of ${request_id} at ${node}`, () => members.told(node, 'response_result', request_id).some(({ success }) => success === true));
  }

  const { body } = await scheme.api('rp1').get(`/utility/requests/${request_id}`);
  expect(body).toMatchObject({
    closed: true, timed_out: false, status: 'completed',
    response_list: [{ idp_id: 'idp1', status: 'accept', valid_ial: true, valid_signature: true }],
    data_request_list: [{ service_id: MEMBERS.service_id, response_list: [{ as_id: 'as1', signed: true, received_data: true }] }],
  });
  expect(body.response_list).toHaveLength(1);
  expect(body.data_request_list[0].response_list).toHaveLength(1);

  const data = (await scheme.api('rp1').get(`/rp/request_data/${request_id}`)).body;
  expect(data).toMatchObject([{ source_node_id: 'as1', service_id: MEMBERS.service_id, data: dataOf(request_id) }]);
  expect(data).toHaveLength(1);
}

/** Each step of each flow was accepted once, and each decided command was paid for once. */
async function checkLedger(scheme: TestScheme, flows: Flow[], before: Spendings): Promise<void> {
  const accepted = await rows<{ aggregate: string; type: string; count: number }>(
    ledgerUrl(scheme),
    `select convert_from(decode(translate(payload, '-_', '+/') || repeat('=', (4 - length(payload) % 4) % 4), 'base64'), 'utf8')::json->>'aggregate' as aggregate, type, count(*)::int
      from (select type, split_part(jws, '.', 2) as payload from command where code = 0 and node_id <> '') c group by 1, 2`,
  );
  const steps = new Map<string, Record<string, number>>();
  for (const { aggregate, type, count } of accepted) steps.set(aggregate, { ...steps.get(aggregate), [type]: count });
  for (const { request_id } of flows) {
    expect(steps.get(request_id)).toEqual({ CreateRequest: 1, CreateIdpResponse: 1, CreateAsResponse: 1, SetDataReceived: 1, CloseRequest: 1 });
  }
  for (const [node, { amount, decided }] of await spendings(scheme)) {
    const earlier = before.get(node)!;
    expect([node, earlier.amount - amount]).toEqual([node, decided - earlier.decided]);
  }
}

type Spendings = Map<string, { amount: number; decided: number }>;

/** Tokens left and commands decided, by node. */
async function spendings(scheme: TestScheme): Promise<Spendings> {
  const found = await rows<{ node_id: string; amount: number; decided: number }>(
    ledgerUrl(scheme),
    `select a.doc->>'node_id' as node_id, (a.doc->>'amount')::int as amount, (select count(*)::int from command c where c.node_id = a.doc->>'node_id') as decided
      from registry a where a.kind = 'account'`,
  );
  return new Map(found.filter(({ node_id }) => MEMBER_IDS.includes(node_id)).map(({ node_id, amount, decided }) => [node_id, { amount, decided }]));
}

/** Nothing waits any more, and nothing is left behind. */
async function isAtRest(scheme: TestScheme, node: string): Promise<void> {
  await until(`${node} at rest`, async () => {
    const [left] = await rows<Record<string, number>>(
      String(scheme.running.databases[node]),
      `select (select count(*)::int from outbox) as outbox, (select count(*)::int from callback) as callbacks,
        (select count(*)::int from request where doc->'detail' is not null) as requests, (select count(*)::int from reference) as refs`,
    );
    return Object.values(left!).every((count) => count === 0);
  });
}

const ledgerUrl = (scheme: TestScheme): string => new URL(`/${scheme.running.scheme.ledger.database}`, scheme.running.databaseUrl).href;

async function rows<R>(url: string, text: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as R[];
  } finally {
    await client.end();
  }
}
