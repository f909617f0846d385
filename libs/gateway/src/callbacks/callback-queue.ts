import { randomUUID } from 'node:crypto';
import { Agent } from 'undici';
import type { Logger } from '@trine/telemetry';
import { httpCall } from '../http-call.js';
import type { CallbackRecord, CallbackTarget } from '../store/documents.js';
import type { GatewayStore } from '../store/gateway-store.js';
import type { CallbackGroup, Settings } from '../store/settings.js';
import { UnitOfWork } from '../store/unit-of-work.js';
import { callbackHeaders } from './callback-headers.js';

/** First wait after a failed attempt; doubles up to the maximum, each randomised by ±20 %. */
const RETRY_MS_FIRST = 500;
const RETRY_MS_MAX = 180_000;
const RETRY_JITTER = 0.2;
/** A back end that takes the connection but never replies (contract: at least 60 s). */
const REPLY_TIMEOUT_MS = 60_000;
const REPLY_BYTES_MAX = 25 * 1024 * 1024;
/** A slow callback holds back the next one of its request only this long. */
const LANE_WAIT_MS_MAX = 2_000;
const CONNECTIONS_PER_BACK_END_MAX = 64;

/** What a back end replied. `tooLarge`: over the limit, its body was not read. */
export interface CallbackReply {
  status: number;
  body: string;
  tooLarge: boolean;
}

/**
 * Delivers callbacks to the back end (contract: callbacks.md section 2). A callback is a row until the back end has replied
 * anything at all, or the retry window is over, so delivery is at least once and survives restarts. First attempts for one
 * request go out in order; a failed one is retried on its own and can be overtaken.
 */
export class CallbackQueue {
  /** Takes the reply of a `data_request`. */
  onDataReply: (record: CallbackRecord, reply: CallbackReply) => Promise<void> = () => Promise.resolve();

  private readonly agent = new Agent({
    connections: CONNECTIONS_PER_BACK_END_MAX,
    keepAliveTimeout: 30_000,
    headersTimeout: REPLY_TIMEOUT_MS,
    bodyTimeout: REPLY_TIMEOUT_MS,
  });
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  private pendingCount = 0;
  private stopped = false;

  constructor(
    private readonly store: GatewayStore,
    private readonly settings: Settings,
    private readonly retryWindowSeconds: number,
    private readonly signingKeys: readonly Buffer[],
    private readonly logger: Logger,
  ) {}

  get pending(): number {
    return this.pendingCount;
  }

  /** Goes on with what an earlier process left; the retry window starts again (contract). */
  async load(): Promise<void> {
    for (const record of await this.store.callbacks()) this.schedule({ ...record, created_at: Date.now() });
  }

  /** True when the back end has given a URL for it. */
  isWanted(target: CallbackTarget): boolean {
    return this.urlOf(target) !== undefined;
  }

  /** Adds a callback to a piece of work. Where no URL is set, there is nobody to tell: it is skipped (contract, section 1). */
  add(work: UnitOfWork, callback: Omit<CallbackRecord, 'id' | 'created_at'>): void {
    if (!this.isWanted(callback.target)) {
      this.logger.debug({ type: callback.body.type, request_id: callback.request_id }, 'callback skipped: no URL is set');
      return;
    }
    const record: CallbackRecord = { ...callback, id: randomUUID(), created_at: Date.now() };
    if (record.retry !== 'once') work.callbacks.set(record.id, record);
    work.afterCommit(() => this.schedule(record));
  }

  /** Waits for the attempts under way; the rest stays in the database for the next process. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.race([Promise.allSettled(this.running), new Promise((resolve) => setTimeout(resolve, LANE_WAIT_MS_MAX).unref())]);
    await this.agent.destroy();
  }

  private schedule(record: CallbackRecord): void {
    this.pendingCount += 1;
    const lane = record.request_id ?? record.id;
    const before = this.lanes.get(lane);
    const first = before ? before.then(() => this.attempt(record, 1)) : this.attempt(record, 1);
    const turn = atMost(first, LANE_WAIT_MS_MAX);
    this.lanes.set(lane, turn);
    this.running.add(first);
    void first.finally(() => this.running.delete(first));
    void turn.finally(() => {
      if (this.lanes.get(lane) === turn) this.lanes.delete(lane);
    });
  }

  private urlOf(target: CallbackTarget): string | undefined {
    if ('url' in target) return target.url;
    if ('service' in target) return this.settings.serviceUrl(target.service.node_id, target.service.service_id);
    const [group, name] = target.name.split('.') as [CallbackGroup, string];
    return this.settings.callbackUrls(group)[name];
  }

  private async attempt(record: CallbackRecord, number: number): Promise<void> {
    if (this.stopped) return;
    try {
      const url = this.urlOf(record.target);
      if (url === undefined || (number > 1 && (await this.isPointless(record)))) return this.finish(record);
      const reply = await this.post(url, record);
      if (record.body.type === 'data_request') await this.onDataReply(record, reply);
      this.finish(record);
    } catch (error) {
      this.retry(record, number, error);
    }
  }

  private async post(url: string, { id, body: content }: CallbackRecord): Promise<CallbackReply> {
    const body = JSON.stringify(content);
    const { status, text, tooLarge } = await httpCall(this.agent, {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...callbackHeaders(id, body, this.signingKeys) },
      body,
      bytesMax: REPLY_BYTES_MAX,
    });
    return { status, body: text, tooLarge };
  }

  private retry(record: CallbackRecord, number: number, error: unknown): void {
    if (this.stopped) return;
    const wait = Math.min(RETRY_MS_FIRST * 2 ** (number - 1), RETRY_MS_MAX) * (1 + RETRY_JITTER * (2 * Math.random() - 1));
    const about = { type: record.body.type, request_id: record.request_id, attempt: number, reason: (error as { code?: string }).code ?? (error as Error).message };
    const isOver = record.retry === 'window' && Date.now() + wait - record.created_at > this.retryWindowSeconds * 1000;
    if (record.retry === 'once' || isOver) {
      this.logger.warn(about, 'callback given up');
      this.finish(record);
      return;
    }
    this.logger.debug(about, 'callback failed; it is tried again');
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      const attempt = this.attempt(record, number + 1);
      this.running.add(attempt);
      void attempt.finally(() => this.running.delete(attempt));
    }, wait);
    this.timers.add(timer);
  }

  /** A data request is repeated until its request ends (contract, section 2). */
  private async isPointless({ retry, node_id, request_id }: CallbackRecord): Promise<boolean> {
    return retry === 'request' && request_id !== undefined && (await this.store.loadRequest(node_id, request_id)) === undefined;
  }

  private finish(record: CallbackRecord): void {
    this.pendingCount -= 1;
    if (record.retry === 'once') return;
    const work = new UnitOfWork();
    work.callbacks.set(record.id, null);
    this.store.commitLater(work);
  }
}

/** Resolves with the work, or earlier when it takes too long; never rejects. */
function atMost(work: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    work.then(done, done);
  });
}
