import type { Language, PushSubscription } from './types.js';

/**
 * What became of one attempt to send. `LATER` (and an error thrown) is tried again until the notification's time is over;
 * `REFUSED` and `GONE` are not, and a subscription that is `GONE` is removed. `reason` is a stable code for operators and goes to
 * the log, so it holds nothing personal.
 */
export type Attempt =
  | { outcome: 'TAKEN' }
  | { outcome: 'LATER'; reason: string; afterMs?: number }
  | { outcome: 'REFUSED'; reason: string }
  | { outcome: 'GONE' };

interface Port<Message> {
  /** True when nobody receives anything; shown in the outbox. */
  readonly simulated: boolean;
  /** Must stop at `signal`. Called again with the same `message.id` after a failure or a crash: pass it on, where the other side can drop repeats. */
  send(message: Message, signal: AbortSignal): Promise<Attempt>;
}

export interface SmsMessage {
  id: string;
  /** As the directory tells it. */
  to: string;
  text: string;
  language: Language;
}

export interface EmailMessage extends SmsMessage {
  subject: string;
}

export interface PushMessage {
  id: string;
  subscription: PushSubscription;
  /** JSON for the service worker: `{ id, title, body, link?, lang }`. */
  payload: string;
  /** How long the push service keeps it for a phone that is off. */
  ttlSeconds: number;
}

export type SmsPort = Port<SmsMessage>;
export type EmailPort = Port<EmailMessage>;
export type PushPort = Port<PushMessage>;

export interface Contact {
  language: Language;
  phone?: string;
  email?: string;
}

/** Finds how to reach a recipient at the time of sending, so that no address is kept here. Undefined: in Thai, by push only. */
export type Directory = (recipient: string) => Promise<Contact | undefined>;
