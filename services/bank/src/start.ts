import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { TrineClient } from '@trine/client';
import { openDatabase } from '@trine/database';
import { ModelFaceEngine, newChallenge } from '@trine/face';
import { notificationMigrations, openNotifications, simulated, type SimulatedMode } from '@trine/notifications';
import { createLogger } from '@trine/telemetry';
import { Customers } from './access/customers.js';
import { Passkeys } from './access/passkeys.js';
import { Clock } from './adapters/clock.js';
import { engineFaces } from './adapters/engine-faces.js';
import type { Faces } from './adapters/ports.js';
import { SeededCoreBanking, SeededIdentityRecords, SeededSanctionLists, SimulatedSms } from './adapters/seeded.js';
import { SwitchedFaces } from './adapters/switched-faces.js';
import { Switches } from './adapters/switches.js';
import { bankConfig } from './config.js';
import { webApp } from './http/app.js';
import { Visitors } from './http/visitors.js';
import { Enrolments } from './journeys/enrolments.js';
import { Ndid } from './journeys/ndid.js';
import { VerificationPoints } from './journeys/points.js';
import { Requests } from './journeys/requests.js';
import { Sandbox } from './journeys/sandbox.js';
import { Notices } from './notices.js';
import type { Parts, Ports } from './parts.js';
import { Answering } from './scheme/answering.js';
import { Cancellation } from './scheme/cancellation.js';
import { SchemeEvents } from './scheme/events.js';
import { Names } from './scheme/names.js';
import { Registering } from './scheme/registering.js';
import { Runner } from './scheme/runner.js';
import { Bank1 } from './store/schema.js';
import { Store } from './store/store.js';
import { Vault } from './store/vault.js';

const CONNECTIONS_MAX = 10;
/** Shorter than a job's lease. */
const GATEWAY_TIMEOUT_MS = 10_000;
const SET_UP_RETRY_MS = 500;

export interface RunningBank {
  url: string;
  close(): Promise<void>;
}

/** A bank's own systems, in place of the seeded ones. `faces` goes before Trine's own engine; in a sandbox it is what mode `REAL` of the face adapter uses. */
export type BankOverrides = Partial<Omit<Ports, 'faces'>> & { faces?: Faces };

/**
 * Starts the bank's IdP back end: phones are served and callbacks taken at once; `/readyz` answers 200 when the gateway knows where
 * callbacks go. A gateway or database that isn't there yet is waited for.
 */
export async function start(env: Record<string, string | undefined>, overrides: BankOverrides = {}): Promise<RunningBank> {
  const config = bankConfig(env);
  if (!config.sandbox && !overrides.sms) throw new Error('Without a sandbox the bank needs an adapter of its own for SMS, start(env, { sms }): the simulated one keeps OTPs for everybody to read.');
  const logger = createLogger('bank', { node: config.nodeId });
  const database = await openDatabase({ url: config.databaseUrl, migrations: [Bank1, ...notificationMigrations], logger, connectionsMax: CONNECTIONS_MAX });
  const store = new Store(database);
  const vault = new Vault(config.dataKey);
  const clock = new Clock(store);
  await clock.load();
  const switches = new Switches(store);
  let pushMode: SimulatedMode = 'SUCCEED';
  const adaptersChanged = async (): Promise<void> => {
    pushMode = (await switches.of('push')).mode as SimulatedMode;
  };
  await adaptersChanged();
  const notifications = await openNotifications({
    database, url: config.databaseUrl, logger, now: () => clock.now(),
    directory: async (customerId) => {
      const device = await store.one<{ language: 'th' | 'en' }>('select language from device where not revoked and phone = any($1::text[]) order by bound_at desc limit 1', [
        (await parts.ports.core.byCustomerId(customerId))?.phones.map(({ phone }) => phone) ?? [],
      ]);
      return device;
    },
    push: { contact: config.publicUrl?.startsWith('https:') ? config.publicUrl : 'https://bank.example', ...(config.sandbox && { port: simulated(() => pushMode) }) },
  });

  let url = '';
  const publicUrl = (): string => config.publicUrl ?? url;
  const identities = new SeededIdentityRecords(store, switches, vault);
  const gateway = new TrineClient({ url: config.gatewayUrl, nodeId: config.nodeId, timeoutMs: GATEWAY_TIMEOUT_MS });
  const engine = new ModelFaceEngine();
  const faces = overrides.faces ?? engineFaces(engine, newChallenge);
  const parts: Parts = {
    config, store, vault, clock, logger, gateway,
    notices: new Notices(notifications),
    callbackUrl: () => `${config.callbackUrl ?? publicUrl()}/callbacks`,
    ports: {
      core: new SeededCoreBanking(store, switches, clock),
      sanctions: new SeededSanctionLists(store, switches),
      identities,
      cards: identities,
      sms: new SimulatedSms(store, switches, clock),
      ...overrides,
      faces: config.sandbox ? new SwitchedFaces(switches, faces) : faces,
    },
  };

  const customers = new Customers(parts);
  const enrolments = new Enrolments(parts);
  const ndid = new Ndid(parts, enrolments);
  enrolments.registrationView = (row, who) => ndid.registration(row, who);
  const requests = new Requests(parts);
  const sandbox = new Sandbox(parts);
  const registering = new Registering(parts);
  const cancellation = new Cancellation(parts);
  const answering = new Answering(parts, requests);
  const events = new SchemeEvents(parts, new Names(parts), enrolments, requests, registering, cancellation);
  const jobs = { REGISTER: registering, CANCEL: cancellation, ANSWER: answering } as Record<string, { run: Registering['run'] }>;
  const runner = new Runner(parts, {
    callback: (kept) => events.take(kept),
    job: (job) => jobs[job.kind]!.run(job),
    sweep: () => events.sweep(),
  });

  const closing = new AbortController();
  let ready = false;
  const secure = config.publicUrl?.startsWith('https:') ?? false;
  const app = await webApp({
    parts, customers, enrolments, ndid, requests, sandbox, switches, adaptersChanged,
    visitors: new Visitors(customers, config.dataKey, secure),
    passkeys: new Passkeys(parts, publicUrl),
    points: new VerificationPoints(parts),
  }, () => ready && database.healthy());
  if (config.sandbox) await sandbox.seed();
  await app.listen({ host: config.host, port: config.port });
  url = `http://${config.host}:${(app.server.address() as AddressInfo).port}`;

  const setUp = async (): Promise<void> => {
    const callback = (name: string): string => `${parts.callbackUrl()}/${name}`;
    for (let waited = false; !closing.signal.aborted; waited = true) {
      try {
        await gateway.idp.setCallback({ incoming_request_url: callback('incoming_request'), incoming_request_status_update_url: callback('request_status'), identity_modification_notification_url: callback('identity_modification'), error_url: callback('error') });
        break;
      } catch (error) {
        if (!waited) logger.warn({ reason: (error as Error).message }, 'waiting for the gateway');
        await delay(SET_UP_RETRY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
    if (closing.signal.aborted) return;
    runner.start();
    ready = true;
    logger.info({ url }, 'the bank is ready');
  };
  const settingUp = setUp();

  return {
    url,
    async close() {
      closing.abort();
      await app.close();
      await settingUp;
      await runner.stop();
      await engine.close();
      await notifications.close();
      await gateway.close();
      await database.close();
    },
  };
}
