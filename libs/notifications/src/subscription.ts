import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@trine/telemetry';
import type { NotificationStore } from './store.js';
import type { Notification } from './types.js';
import type { WakeUps } from './wake-ups.js';

const RETRY_MS = 500;

export interface Follower {
  recipient: string;
  /** Of the last notification that the listener has. */
  position: number;
  listener: (notification: Notification, eventId: string) => void | Promise<void>;
  ended: () => void;
}

/**
 * Tells a listener what follows its position. The table is the only truth: it is read on from there, at first and after each
 * wake-up, until nothing is left. A wake-up during a reading makes another one, so nothing is missed.
 */
export class Subscription {
  private looking = false;
  private lookAgain = false;
  private readonly stopped = new AbortController();
  private readonly unregister: () => void;

  constructor(
    private readonly follower: Follower,
    private readonly store: NotificationStore,
    private readonly logger: Logger,
    wakeUps: WakeUps,
  ) {
    this.unregister = wakeUps.onWakeUp((woken) => {
      if (woken === undefined || woken === follower.recipient) void this.look();
    });
    void this.look();
  }

  stop(): void {
    this.unregister();
    this.stopped.abort();
  }

  private async look(): Promise<void> {
    this.lookAgain = true;
    if (this.looking) return;
    this.looking = true;
    while (this.lookAgain && !this.stopped.signal.aborted) {
      this.lookAgain = false;
      await this.tellNext();
    }
    this.looking = false;
  }

  private async tellNext(): Promise<void> {
    for (const { notification, position } of await this.next()) {
      if (this.stopped.signal.aborted) return;
      try {
        await this.follower.listener(notification, String(position));
      } catch {
        this.stop();
        this.follower.ended();
        return;
      }
      this.follower.position = position;
      this.lookAgain = true;
    }
  }

  private async next(): ReturnType<NotificationStore['after']> {
    while (!this.stopped.signal.aborted) {
      try {
        return await this.store.after(this.follower.recipient, this.follower.position);
      } catch (error) {
        this.logger.warn({ reason: (error as { code?: string }).code ?? 'ERROR' }, 'notifications could not be read for a listener; trying again');
        await delay(RETRY_MS, undefined, { signal: this.stopped.signal }).catch(() => undefined);
      }
    }
    return [];
  }
}
