import type { Logger } from '@trine/telemetry';
import { LOCK_SCREEN_TEXTS, pushPayload } from './push-payload.js';
import type { Attempt, Contact, Directory, EmailPort, PushPort, SmsPort } from './ports.js';
import { retryDelayMs, type RetryPolicy } from './retry.js';
import type { Claim, Ending, NotificationStore } from './store.js';
import type { NotificationTexts } from './types.js';
import type { WakeUps } from './wake-ups.js';

/** Sends under way at once, in one process. */
const SENDS_MAX = 16;
/** What another process left, or has put off, is found after this at the latest. */
const LOOK_MS = 2_000;
/** Secrets are deleted as soon as this. */
const PRUNE_MS = 60_000;

export interface DeliveryOptions {
  store: NotificationStore;
  wakeUps: WakeUps;
  logger: Logger;
  push?: PushPort;
  sms?: SmsPort;
  email?: EmailPort;
  directory: Directory;
  lockScreenTexts?: NotificationTexts;
  retry: RetryPolicy;
  sendTimeoutMs: number;
  leaseMs: number;
  prune: () => Promise<unknown>;
}

/**
 * Empties the outbox. Any number of processes may: a piece belongs for a while to the one that claimed it. A process killed between
 * sending and noting it down leaves the piece to another one, which sends it again: at least once. The phone drops the repeat by id.
 */
export class Delivery {
  private readonly sends = new Set<Promise<void>>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private looking: Promise<void> | undefined;
  private lookAgain = false;
  private stopped = false;
  private unregister: (() => void) | undefined;

  constructor(private readonly options: DeliveryOptions) {}

  start(): void {
    this.unregister = this.options.wakeUps.onWakeUp(() => this.look());
    this.timers.add(setInterval(() => this.look(), LOOK_MS));
    this.timers.add(setInterval(() => void this.options.prune().catch(this.failed), PRUNE_MS));
    this.look();
  }

  async close(): Promise<void> {
    this.stopped = true;
    this.unregister?.();
    for (const timer of this.timers) clearInterval(timer);
    await this.looking;
    await Promise.all(this.sends);
  }

  private look(): void {
    if (this.stopped) return;
    this.lookAgain = true;
    this.looking ??= this.claim().finally(() => (this.looking = undefined));
  }

  private async claim(): Promise<void> {
    const { store, leaseMs } = this.options;
    while (this.lookAgain && !this.stopped) {
      this.lookAgain = false;
      const free = SENDS_MAX - this.sends.size;
      if (free === 0) return;
      const claims = await store.claim(free, leaseMs).catch((error: unknown) => (this.failed(error), []));
      for (const claim of claims) this.send(claim);
    }
  }

  private send(claim: Claim): void {
    const sending: Promise<void> = this.deliver(claim)
      .catch(this.failed) // its lease ends, and it is claimed again
      .finally(() => {
        this.sends.delete(sending);
        this.look();
      });
    this.sends.add(sending);
  }

  private async deliver(claim: Claim): Promise<void> {
    const { store, logger, retry } = this.options;
    const about = { outbox: claim.seq, channel: claim.channel, kind: claim.kind };
    const end = async (ending: Ending): Promise<void> => {
      if ((await store.end(claim, ending)) && ending.reason) logger.warn({ ...about, state: ending.state, reason: ending.reason }, 'a notification was not delivered');
    };
    if (claim.seconds_left <= 0) return end({ state: 'EXPIRED', reason: 'TOO_LATE' });
    if (claim.channel === 'push' && claim.read) return end({ state: 'SKIPPED', reason: 'ALREADY_READ' });

    const port = this.options[claim.channel];
    if (!port) return end({ state: 'SKIPPED', reason: 'NO_ADAPTER' });
    const attempt = await this.attempt(claim);
    switch (attempt.outcome) {
      case 'TAKEN':
        return end({ state: 'DELIVERED', simulated: port.simulated });
      case 'SKIPPED':
        return end({ state: 'SKIPPED', reason: attempt.reason });
      case 'REFUSED':
        return end({ state: 'REFUSED', reason: attempt.reason, simulated: port.simulated });
      case 'GONE':
        if (claim.channel === 'push') await store.removeDeadSubscription(claim);
        return end({ state: 'SKIPPED', reason: 'SUBSCRIPTION_GONE', simulated: port.simulated });
      case 'LATER': {
        const delayMs = retryDelayMs(claim.attempts, retry, attempt.afterMs);
        logger.info({ ...about, attempts: claim.attempts, reason: attempt.reason, delay_ms: delayMs }, 'a notification could not be sent; trying again later');
        await store.putOff(claim, delayMs, attempt.reason);
        if (delayMs < LOOK_MS) this.lookIn(delayMs);
      }
    }
  }

  /** A port that fails, or that does not stop at its signal, has not delivered. */
  private async attempt(claim: Claim): Promise<Attempt | { outcome: 'SKIPPED'; reason: string }> {
    const signal = AbortSignal.timeout(this.options.sendTimeoutMs);
    const timeout = new Promise<Attempt>((resolve) => signal.addEventListener('abort', () => resolve({ outcome: 'LATER', reason: 'TIMEOUT' })));
    const sent = this.throughPort(claim, signal).catch((error: unknown): Attempt => ({ outcome: 'LATER', reason: codeOf(error) }));
    return Promise.race([sent, timeout]);
  }

  private async throughPort(claim: Claim, signal: AbortSignal): Promise<Attempt | { outcome: 'SKIPPED'; reason: string }> {
    const { push, sms, email, directory } = this.options;
    const { recipient, texts, endpoint, keys } = claim;
    const id = `${claim.notification_id}:${claim.channel}`;
    if (claim.channel === 'push' && (!endpoint || !keys)) return { outcome: 'SKIPPED', reason: 'NO_SUBSCRIPTION' };
    const contact: Contact = (await directory(recipient)) ?? { language: 'th' };
    const { language, phone, email: address } = contact;
    if (claim.channel === 'push') {
      const shown = claim.lock_screen_safe ? (this.options.lockScreenTexts ?? LOCK_SCREEN_TEXTS) : texts;
      const payload = pushPayload({ id: claim.notification_id, texts: shown, link: claim.link, language });
      return push!.send({ id, subscription: { endpoint: endpoint!, keys: keys! }, payload, ttlSeconds: Math.ceil(claim.seconds_left) }, signal);
    }
    const to = claim.channel === 'sms' ? phone : address;
    if (!to) return { outcome: 'SKIPPED', reason: 'NO_ADDRESS' };
    const text = texts.body[language];
    return claim.channel === 'sms'
      ? sms!.send({ id, to, text, language }, signal)
      : email!.send({ id, to, subject: texts.title[language], text, language }, signal);
  }

  private lookIn(ms: number): void {
    if (this.stopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.look();
    }, ms);
    this.timers.add(timer);
  }

  private readonly failed = (error: unknown): void => {
    if (!this.stopped) this.options.logger.warn({ reason: codeOf(error) }, 'delivery of notifications was interrupted; trying again');
  };
}

/** Codes only: what a port or the network says may name an address. */
function codeOf(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; cause?: { code?: unknown }; name?: unknown };
  return String(code ?? cause?.code ?? name ?? 'ERROR');
}
