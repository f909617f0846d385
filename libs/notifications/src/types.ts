import type { Statement } from '@trine/database';

export type Language = 'th' | 'en';
/** Words for people, in both languages. */
export type Text = Record<Language, string>;
/** `app`: the list behind the bell and its live events. The others leave the service through a port. */
export type Channel = 'app' | DeliveryChannel;
export type DeliveryChannel = 'push' | 'sms' | 'email';

export interface NotificationTexts {
  title: Text;
  body: Text;
}

export interface NewNotification {
  /** The caller's own: the same id for the same recipient makes no second entry (GN-14), as long as the first is kept. */
  id: string;
  /** The caller's opaque id of the person; never a citizen number, a phone number or a name. */
  recipient: string;
  /** `NT-01` ... of the catalogue, or an app's own. */
  kind: string;
  texts: NotificationTexts;
  /** Where the app opens: a path of the app itself, e.g. `/requests/1`. */
  link?: string;
  /** Default: those of the kind in the catalogue, else `app` and `push`. Without `app` it is not in the list. */
  channels?: Channel[];
  /** After this long, sending it by push, SMS or e-mail is pointless. Default 24 hours. */
  deliverWithinSeconds?: number;
  /** The push shows only that there is something to read. Default: the option of `openNotifications`. */
  lockScreenSafe?: boolean;
  /** Holds a one-time secret (NT-13): goes by SMS or e-mail only, and is deleted once `deliverWithinSeconds` have passed. */
  secret?: boolean;
}

/** As the person sees it. */
export interface Notification {
  id: string;
  kind: string;
  title: Text;
  body: Text;
  /** ISO 8601, UTC. */
  created_at: string;
  read_at?: string;
  link?: string;
}

/** What a browser's `PushSubscription` says of itself (`toJSON`). */
export interface PushSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** A transaction of the caller: a client of `pg` after `begin`, or anything with its `query`. */
export interface Transaction {
  query(statement: Statement): Promise<unknown>;
}

/** What went, or is to go, by one channel. */
export interface OutboxEntry {
  /** Pages go by it. */
  position: number;
  notification_id: string;
  recipient: string;
  kind: string;
  channel: DeliveryChannel;
  title: Text;
  body: Text;
  created_at: string;
  /** `SKIPPED`: there was nobody to send to, or no need; `EXPIRED`: its time was over; `REFUSED`: the other side will never take it. */
  state: 'WAITING' | 'DELIVERED' | 'SKIPPED' | 'EXPIRED' | 'REFUSED';
  /** Why it is not delivered, e.g. `NO_SUBSCRIPTION`, `HTTP_503`. */
  reason?: string;
  /** How often it was taken up. */
  attempts: number;
  /** When the state was reached. */
  ended_at?: string;
  /** A simulated adapter took it: nobody received anything. */
  simulated: boolean;
}

export interface Notifications {
  /**
   * Writes a notification in the caller's transaction: a rollback leaves nothing, a commit is durable and wakes listeners and
   * delivery, here and in other processes. Transactions that notify one recipient follow each other, in the order that
   * everybody sees; one that notifies several should do so in a fixed order of recipients.
   *
   * @throws NotificationError when it can't be shown as given (empty text, foreign link, no channel ...)
   */
  notify(tx: Transaction, notification: NewNotification): Promise<void>;
  /** What `notify` runs, for `Database.transaction([...])` of @trine/database. */
  notifyStatement(notification: NewNotification): Statement;
  /** Newest first. `before`: the id of the last one of the page before. `limit` at most 100, default 20. */
  list(recipient: string, page?: { before?: string; limit?: number }): Promise<{ unread: number; notifications: Notification[] }>;
  /** The first reading counts. An id that the recipient does not have is nothing: false. */
  markRead(recipient: string, id: string): Promise<boolean>;
  /**
   * Calls `listener` with what came after `lastEventId` (an id it was given before; undefined: from now on), then with each as it
   * comes: in order, none left out, one at a time, whichever process wrote it. "Now" is when the promise resolves; so subscribe
   * first and list then. A listener that throws or rejects ends its subscription, and `ended` is called.
   */
  subscribe(
    recipient: string,
    lastEventId: string | undefined,
    listener: (notification: Notification, eventId: string) => void | Promise<void>,
    ended?: () => void,
  ): Promise<() => void>;
  pushSubscriptions(recipient: string): {
    /** A browser belongs to who subscribed last. Of one recipient the newest ten are kept. */
    add(subscription: PushSubscription): Promise<void>;
    remove(endpoint: string): Promise<void>;
  };
  /** The VAPID public key that browsers subscribe with (`applicationServerKey`), base64url; undefined without push. */
  readonly webPushKey: string | undefined;
  /** For a sandbox's page and for operators: newest first. `before`: a `position`. */
  outbox(page?: { recipient?: string; before?: number; limit?: number }): Promise<OutboxEntry[]>;
  /** Deletes what is older than the retention time; runs every minute by itself. Returns how many notifications went. */
  prune(): Promise<number>;
  /** Deletes all that is known of a recipient, e.g. when the customer leaves. */
  forget(recipient: string): Promise<void>;
  /** Stops listeners and delivery; sends under way are waited for. The database stays open. */
  close(): Promise<void>;
}
