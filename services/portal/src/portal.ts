import { randomInt, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, ifFound, verifySourceData, type Callback, type SourceData, type TrineClient } from '@trine/client';
import type { Logger } from '@trine/telemetry';
import { accepted, cancelled, canBeCancelled, closed, distrusted, followed, hasEnded, received, refused, retried, tidied, unavailable, type Errand, type StatusUpdate, type StoredApplication } from './application.js';
import type { ApplicationInput, Banks } from './api.js';
import type { ApplicationStore } from './application-store.js';
import { banksFor } from './banks.js';
import { readCitizenId } from './citizen-id.js';
import type { ItemConfig, PortalConfig, ProductConfig } from './config.js';
import { consentText, CONSENT_VERSION, requestMessage } from './message.js';
import { PortalError } from './texts.js';
import type { Vault } from './vault.js';

/** What the portal keeps of what a source sent; the signature shows later, too, where it came from. */
export type KeptData = SourceData & { received_at: string };

const RETRY_MS_MIN = 250;
const RETRY_MS_MAX = 15_000;
/** A callback may take its time; then the request itself is read. */
const OVERDUE_MS = 10_000;
const SWEEP_MS = 15_000;
/** An application that could not be sent is given up, with the citizen number in it. */
const LEFT_BEHIND_MS = 3600_000;
const PERSON_WINDOW_MS = 900_000;
const DAY_MS = 86_400_000;
/** Closing is repeated until the ledger says that it is done. */
const CLOSE_AGAIN_MS = 30_000;
/** Unknown, closed, timed out: nobody answers this request any more. */
const OVER_CODES: readonly number[] = [25001, 25002, 25003];
/** A gateway waits up to 180 s, ±20 %, before it calls back again. */
const CALLBACK_GAP_MS_MAX = 216_000;
const CALLBACK_MARGIN_MS = 2_000;
/** Longer than this nobody waits without being told. */
const SILENCE_MS_MAX = 30_000;
const REFERENCE_LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

interface Parts {
  config: PortalConfig;
  store: ApplicationStore;
  gateway: TrineClient;
  vault: Vault;
  logger: Logger;
  /** Unix ms. */
  now: () => number;
  /** Where callbacks about applications go, without the id. */
  callbackUrl: () => string;
}

/**
 * What happens to applications. Each change is stored before anybody hears of it, together with the errand that it leaves; errands are
 * repeated until done, also after a restart. One process works on a database at a time.
 */
export class Portal {
  /** Tells the id of each application that changed. */
  readonly changes = new EventEmitter().setMaxListeners(0);
  private readonly closing = new AbortController();
  /** How to wake the errands of an application that wait. */
  private readonly running = new Map<string, () => void>();
  /** Since when this process has looked in vain for what an earlier call may have created. */
  private readonly missing = new Map<string, number>();
  private readonly work = new Set<Promise<void>>();
  private sweeping: Promise<void> | undefined;

  constructor(private readonly parts: Parts) {}

  /** Goes on with what the last process left behind. */
  async start(): Promise<void> {
    for (const id of await this.parts.store.withErrands()) this.run(id);
    this.sweeping = this.sweep();
  }

  async close(): Promise<void> {
    this.closing.abort();
    for (const wake of this.running.values()) wake();
    await Promise.all([...this.work, this.sweeping]);
  }

  banks(typed: string): Promise<Banks> {
    const citizenId = readCitizenId(typed);
    if (citizenId === undefined) throw new PortalError('CITIZEN_ID_INVALID');
    const { gateway, config } = this.parts;
    return fromGateway(() => banksFor(gateway, citizenId, config, config.onTheFly));
  }

  /** Takes an application; the request goes out afterwards. The same key of the same session begins only one. */
  async apply(sessionId: string, input: ApplicationInput, device: string): Promise<StoredApplication> {
    const { config, store, vault, now } = this.parts;
    const known = await store.readByKey(sessionId, input.key);
    if (known) return known;
    const citizenId = readCitizenId(input.citizen_id);
    if (citizenId === undefined) throw new PortalError('CITIZEN_ID_INVALID');
    if (input.consent_version !== CONSENT_VERSION) throw new PortalError('CONSENT_CHANGED');
    const product = config.products.find(({ id }) => id === input.product);
    const items = product && chosenItems(product, input.items);
    if (!product || !items) throw new PortalError('INPUT_INVALID');
    const person = vault.mark('person', citizenId);
    if ((await store.countAbout(person, new Date(now() - PERSON_WINDOW_MS))) >= config.limits.requestsPerPerson) throw new PortalError('TOO_MANY_REQUESTS');

    const banks = await this.banks(citizenId);
    const reachable = [...banks.known, ...banks.on_the_fly];
    const bank = reachable.find(({ id }) => id === input.bank_id) ?? { id: input.bank_id, name: { th: input.bank_id, en: input.bank_id } };
    const id = randomUUID();
    const reference = newReference();
    const at = this.at();
    const application: StoredApplication = {
      id, version: 1, state: 'ASKING', errand: 'ask', product: product.id, items: items.map(({ service_id }) => service_id), reference, bank,
      // A bank that is neither known nor able is asked without it, and the gateway tells that nobody fits (20005).
      onTheFly: banks.on_the_fly.includes(bank),
      message: requestMessage({ organisation: config.organisation, service: product.name, reference, items }),
      sealedCitizenId: vault.seal(id, citizenId), askedSince: at, height: 0, createdAt: at, history: [{ state: 'ASKING', at }],
    };
    const consent = {
      person, textVersion: CONSENT_VERSION, text: consentText(config.organisation), organisation: config.organisation,
      items: items.map(({ as_ids: _, ...item }) => item), device: device.slice(0, 200), at,
    };
    if (!(await store.add(application, sessionId, input.key, consent))) return (await store.readByKey(sessionId, input.key))!;
    this.run(id);
    return application;
  }

  async cancel(sessionId: string, id: string): Promise<StoredApplication> {
    await this.of(sessionId, id);
    const result = await this.change(id, (it) => cancelled(it, this.at()));
    if (result?.state !== 'CANCELLED') throw new PortalError('TOO_LATE');
    return result;
  }

  /** Sends again what could not be sent (GN-11), as the same request. */
  async retry(sessionId: string, id: string): Promise<StoredApplication> {
    await this.of(sessionId, id);
    return (await this.change(id, (it) => retried(it, this.at())))!;
  }

  async of(sessionId: string, id: string): Promise<StoredApplication> {
    const found = await this.parts.store.readFor(sessionId, id);
    if (!found) throw new PortalError('NOT_FOUND');
    return found;
  }

  async newest(sessionId: string): Promise<StoredApplication | undefined> {
    return this.parts.store.newest(sessionId);
  }

  kept(it: StoredApplication): KeptData[] {
    return it.sealedData === undefined ? [] : (JSON.parse(this.parts.vault.open(it.id, it.sealedData)) as KeptData[]);
  }

  // --- Callbacks: stored before they are acknowledged ---------------------------------------------------------------------

  async hearStatus(id: string, update: StatusUpdate): Promise<void> {
    await this.hear(id, update.request_id, !update.closed && !update.timed_out, (it) => followed(it, update, this.at()));
  }

  async hearCreated(id: string, result: Callback<'create_request_result'>): Promise<void> {
    await this.hear(id, result.request_id, result.success, (it) => (result.success ? accepted(it, result.request_id, this.at(), this.expiry()) : it.height > 0 ? it : refused(it, result.error.code, this.at())));
  }

  async hearClosed(id: string, result: Callback<'close_request_result'>): Promise<void> {
    if (result.success || OVER_CODES.includes(result.error.code)) await this.change(id, (it) => (it.requestId === result.request_id ? closed(it) : it));
    else this.parts.logger.warn({ application: id, code: result.error.code }, 'a request could not be closed yet');
  }

  private async hear(id: string, requestId: string, isOpen: boolean, apply: (it: StoredApplication) => StoredApplication): Promise<void> {
    const it = await this.parts.store.read(id);
    if (it?.requestId === undefined || it.requestId === requestId) {
      await this.change(id, apply);
    } else if (isOpen) {
      // Of a call whose outcome was not known in time: the person must not be asked twice.
      this.parts.logger.warn({ application: id }, 'a second request of an application is closed');
      await this.closeRequest(id, requestId);
    }
  }

  // --- Changes and errands ------------------------------------------------------------------------------------------------

  private at(): string {
    return new Date(this.parts.now()).toISOString();
  }

  private expiry(): string {
    return new Date(this.parts.now() + this.parts.config.timeoutSeconds * 1000).toISOString();
  }

  /** Stores what `apply` makes of the application as it is, tells it, and runs the errand it leaves. */
  private async change(id: string, apply: (it: StoredApplication) => StoredApplication): Promise<StoredApplication | undefined> {
    for (;;) {
      const it = await this.parts.store.read(id);
      if (!it) return undefined;
      const next = apply(it);
      if (next === it) return it;
      const saved = { ...next, version: it.version + 1 };
      if (!(await this.parts.store.save(saved))) continue;
      if (saved.state !== it.state) this.parts.logger.info({ application: id, state: saved.state, ...(saved.end && { end: saved.end.code }) }, 'an application moved on');
      if (saved.requestId !== undefined || hasEnded(saved)) this.missing.delete(id);
      this.changes.emit(id, saved);
      if (saved.errand && saved.errand !== it.errand) this.run(id);
      return saved;
    }
  }

  /** One errand of an application at a time, the next one after it. */
  private run(id: string): void {
    const wake = this.running.get(id);
    if (wake) return wake();
    const work = this.runErrands(id).finally(() => this.work.delete(work));
    this.work.add(work);
  }

  private async runErrands(id: string): Promise<void> {
    let isNews = true;
    let wake: (() => void) | undefined;
    this.running.set(id, () => {
      isNews = true;
      wake?.();
    });
    let backoff = RETRY_MS_MIN;
    while (!this.closing.signal.aborted) {
      let pause = backoff;
      isNews = false;
      try {
        const it = await this.parts.store.read(id);
        // Nothing is awaited between the last look at the news and the removal, so that no errand is missed.
        if (!it?.errand && !isNews) break;
        pause = it?.errand ? ((await this.errands[it.errand](it)) ?? 0) : 0;
        backoff = RETRY_MS_MIN;
      } catch (error) {
        this.parts.logger.warn({ application: id, reason: reasonOf(error) }, 'an errand is repeated');
        backoff = Math.min(backoff * 2, RETRY_MS_MAX);
      }
      if (pause === 0 || isNews) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = undefined;
    }
    this.running.delete(id);
  }

  /** Each is repeated until the application has no errand or another one: after the milliseconds it resolves to, or with backoff when it rejects. */
  private readonly errands: Record<Errand, (it: StoredApplication) => Promise<number | undefined>> = {
    ask: async (it) => {
      const { gateway, config } = this.parts;
      const tooLong = this.parts.now() - Date.parse(it.askedSince) > config.askSeconds * 1000;
      try {
        // The outcome of an earlier call may be unknown: it is looked up, so that there is one request (GN-11).
        const found = it.calledAt === undefined ? undefined : await ifFound(gateway.rp.getRequestIdByReference({ reference_id: it.id }));
        if (!found) {
          const wait = this.untilCertain(it);
          if (wait > SILENCE_MS_MAX) await this.change(it.id, (now) => (now.state === 'ASKING' ? unavailable(now, this.at()) : now));
          if (wait > 0) return wait;
          const ready = await this.change(it.id, (now) => (now.state === 'ASKING' ? { ...now, calledAt: this.at() } : now));
          if (ready?.state !== 'ASKING') return undefined;
        }
        const requestId = found?.request_id ?? (await this.createRequest(it));
        await this.change(it.id, (now) => accepted(now, requestId, this.at(), this.expiry()));
      } catch (error) {
        if (error instanceof ApiError && error.status < 500 && error.code !== 20045) {
          this.parts.logger.info({ application: it.id, code: error.code }, 'the gateway refused a request');
          await this.change(it.id, (now) => refused(now, error.code, this.at()));
        } else if (tooLong) await this.change(it.id, (now) => (now.state === 'ASKING' ? unavailable(now, this.at()) : now));
        else throw error;
      }
      return undefined;
    },
    fetch: async (it) => {
      const { gateway, vault } = this.parts;
      const items = (await ifFound(gateway.rp.getRequestData({ request_id: it.requestId! }))) ?? [];
      if (it.items.some((service) => !items.some(({ service_id }) => service_id === service))) throw new Error('data are missing');
      const verified = await Promise.all(items.map((item) => verifySourceData(gateway, item)));
      const at = this.at();
      if (verified.includes(false)) {
        this.parts.logger.warn({ application: it.id, security: 'source_signature_invalid' }, 'security: data without the signature of their source');
        await this.change(it.id, (now) => distrusted(now, at));
      } else {
        const sealed = vault.seal(it.id, JSON.stringify(items.map((item): KeptData => ({ ...item, received_at: at }))));
        await this.change(it.id, (now) => received(now, sealed, at));
      }
      return undefined;
    },
    close: async (it) => {
      const requestId = it.requestId ?? (await ifFound(this.parts.gateway.rp.getRequestIdByReference({ reference_id: it.id })))?.request_id;
      if (requestId === undefined) {
        await this.change(it.id, (now) => (now.requestId === undefined ? { ...now, errand: undefined } : now));
        return undefined;
      }
      if (it.requestId === undefined) await this.change(it.id, (now) => ({ ...now, requestId }));
      await this.closeRequest(it.id, requestId);
      // The answer comes as a callback, which moves on to tidying up.
      return CLOSE_AGAIN_MS;
    },
    tidy: async (it) => {
      const { gateway } = this.parts;
      if (it.requestId !== undefined) {
        await gateway.rp.removeRequestData({ request_id: it.requestId });
        await gateway.utility.removePrivateMessages({ request_id: it.requestId });
      }
      await this.change(it.id, tidied);
      return undefined;
    },
  };

  /**
   * How long it is still unknown whether an earlier call created a request. One that is not found may be over already, with
   * callbacks on their way: the gateway doubles its waits, so they come before the time since the call has passed once more.
   */
  private untilCertain(it: StoredApplication): number {
    if (it.calledAt === undefined) return 0;
    const now = this.parts.now();
    const calledAt = Date.parse(it.calledAt);
    const lookedBefore = this.missing.get(it.id) ?? 0;
    const missingSince = lookedBefore >= calledAt ? lookedBefore : now;
    this.missing.set(it.id, missingSince);
    const gap = Math.min(1.2 * (missingSince - calledAt), CALLBACK_GAP_MS_MAX) + CALLBACK_MARGIN_MS;
    return Math.max(0, missingSince + gap - now);
  }

  private async createRequest(it: StoredApplication): Promise<string> {
    const { gateway, config, vault, callbackUrl } = this.parts;
    const sources = new Map(config.products.flatMap(({ items }) => items).map((item) => [item.service_id, item.as_ids]));
    const { request_id } = await gateway.rp.createRequest({
      namespace: 'citizen_id',
      identifier: vault.open(it.id, it.sealedCitizenId!),
      reference_id: it.id,
      callback_url: `${callbackUrl()}/${it.id}`,
      mode: 2,
      bypass_identity_check: it.onTheFly,
      min_idp: 1,
      idp_id_list: [it.bank.id],
      min_ial: config.minIal,
      min_aal: config.minAal,
      request_message: it.message,
      request_timeout: config.timeoutSeconds,
      data_request_list: it.items.map((service_id) => ({ service_id, min_as: 1, ...(sources.get(service_id)?.length && { as_id_list: sources.get(service_id) }) })),
    });
    return request_id;
  }

  private async closeRequest(id: string, requestId: string): Promise<void> {
    await this.parts.gateway.rp.closeRequest({ reference_id: `close-${requestId}`, callback_url: `${this.parts.callbackUrl()}/${id}`, request_id: requestId });
  }

  /** Looks after what nothing else would move: requests whose end was not told, applications left behind, old ones. */
  private async sweep(): Promise<void> {
    const { store, now, config, gateway, logger } = this.parts;
    while (!this.closing.signal.aborted) {
      try {
        for (const id of await store.overdue(new Date(now() - OVERDUE_MS))) {
          const it = await store.read(id);
          if (!it || hasEnded(it) || it.requestId === undefined) continue;
          const request = await ifFound(gateway.utility.getRequest({ request_id: it.requestId }));
          if (request) await this.change(id, (known) => followed(known, request as StatusUpdate, this.at()));
        }
        for (const id of await store.leftBehind(new Date(now() - LEFT_BEHIND_MS))) await this.change(id, (it) => (canBeCancelled(it) ? cancelled(it, this.at()) : it));
        await store.removeOlder(new Date(now() - config.retentionDays * DAY_MS));
      } catch (error) {
        logger.warn({ reason: reasonOf(error) }, 'looking after old applications is repeated');
      }
      await delay(SWEEP_MS, undefined, { signal: this.closing.signal }).catch(() => undefined);
    }
  }
}

/** A message may name what it is about, as a database's does; the code of an error never does. */
function reasonOf(error: unknown): string {
  if (error instanceof ApiError) return `${error.operation} ${error.code}`;
  const { code, name } = error as { code?: unknown; name?: string };
  return String(code ?? name);
}

/** The items of a product that were chosen; undefined when one isn't offered or a required one is missing. */
function chosenItems(product: ProductConfig, ids: readonly string[]): ItemConfig[] | undefined {
  const chosen = product.items.filter(({ service_id }) => ids.includes(service_id));
  const isComplete = product.items.every((item) => !item.required || chosen.includes(item));
  return isComplete && chosen.length === new Set(ids).size ? chosen : undefined;
}

/** Whatever keeps the gateway from answering a question is not the person's business (GN-11). */
async function fromGateway<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TypeError) throw error;
    throw new PortalError('SYSTEM_UNAVAILABLE');
  }
}

function newReference(): string {
  const letters = Array.from({ length: 8 }, () => REFERENCE_LETTERS[randomInt(REFERENCE_LETTERS.length)]);
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}
