import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchScheme } from './bench-scheme.js';
import { SERVICE_ID } from './driver-messages.js';
import { HttpClient } from './http-client.js';
import { addNodes, addPeople, person } from './registered-people.js';
import { percentile, rounded } from './statistics.js';

const NODE_COUNT = 10_000;
const FEW_PEOPLE_COUNT = 10_000;
const WARM_UP_COUNT = 100;
const CALL_COUNT = 300;
const OFFER_MS_MAX = 30_000;

/** Milliseconds of one call. */
export interface Latency {
  p50: number;
  p95: number;
  p99: number;
}

/** How long questions take, one at a time, by what is asked and by how many people are registered. */
export type QueryFigures = Record<string, Record<`${number} people`, Latency>>;

type Ask = (n: number) => Promise<unknown>;

/** Measures questions of members on a ledger with 10,000 nodes, first with 10,000 people, then with `peopleCount`. */
export async function measureQueries(scheme: BenchScheme, peopleCount: number, report: (line: string) => void): Promise<QueryFigures> {
  const server = createServer((_request, reply) => reply.writeHead(204).end());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  try {
    await offerService(new HttpClient(scheme.urls.as), server);
    report(`adding ${NODE_COUNT} nodes`);
    await addNodes(scheme.ledgerDatabaseUrl, NODE_COUNT);
    await scheme.restartLedger();
    const figures: QueryFigures = {};
    let registered = 0;
    for (const count of [Math.min(FEW_PEOPLE_COUNT, peopleCount), peopleCount]) {
      if (count === registered) continue;
      report(`registering ${count} people`);
      await addPeople(scheme.ledgerDatabaseUrl, registered + 1, count);
      registered = count;
      for (const [name, ask] of Object.entries(questions(scheme, urlOf(server)))) {
        (figures[name] ??= {})[`${count} people`] = await latencyOf(ask, count);
        report(`${name}: ${JSON.stringify(figures[name][`${count} people`])}`);
      }
    }
    return figures;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function questions({ urls }: BenchScheme, callbackUrl: string): Record<string, Ask> {
  const [rp, idp] = [new HttpClient(urls.rp), new HttpClient(urls.idp)];
  const about = (n: number): string => `citizen_id/${person(n).identifier}`;
  return {
    'IdPs of a person': (n) => rp.get(`/utility/idp/${about(n)}`),
    'person known here?': (n) => idp.get(`/identity/${about(n)}`),
    'owner of an accessor': (n) => idp.get(`/utility/accessors/${person(n).accessorId}`),
    // Every twentieth of the added nodes is an IdP.
    'a node': (n) => rp.get(`/utility/nodes/idp-${20 * (1 + (n % (NODE_COUNT / 20)))}`),
    'new request': (n) => rp.post('/rp/requests/' + about(n), {
      mode: 2, reference_id: `${n}-${performance.now()}`, callback_url: callbackUrl, idp_id_list: ['idp1'], min_idp: 1, min_ial: 2.3, min_aal: 2.2,
      request_timeout: 60, request_message: 'bench', bypass_identity_check: false,
      data_request_list: [{ service_id: SERVICE_ID, as_id_list: ['as1'], min_as: 1 }],
    }),
    'all IdPs': () => rp.get('/utility/idp'),
    'all sources of a service': () => rp.get(`/utility/as/${SERVICE_ID}`),
  };
}

async function latencyOf(ask: Ask, peopleCount: number): Promise<Latency> {
  const samples: number[] = [];
  for (let i = 0; i < WARM_UP_COUNT + CALL_COUNT; i++) {
    const n = 1 + Math.floor(Math.random() * peopleCount);
    const start = performance.now();
    await ask(n);
    if (i >= WARM_UP_COUNT) samples.push(performance.now() - start);
  }
  return { p50: rounded(percentile(samples, 0.5)), p95: rounded(percentile(samples, 0.95)), p99: rounded(percentile(samples, 0.99)) };
}

async function offerService(as: HttpClient, server: Server): Promise<void> {
  const path = `/as/service/${SERVICE_ID}`;
  await as.post(path, { reference_id: 'service', callback_url: urlOf(server), url: urlOf(server), min_ial: 1.1, min_aal: 1, supported_namespace_list: ['citizen_id'] });
  for (const until = Date.now() + OFFER_MS_MAX; !(await as.get(path).catch(() => undefined)); await delay(50)) {
    if (Date.now() > until) throw new Error('the AS does not offer the service');
  }
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
