import { checked, checkId, isId } from './checked.js';
import { Delivery } from './delivery.js';
import type { NotificationsOptions } from './options.js';
import { RETRY_DEFAULT } from './retry.js';
import { notifyStatement, NotificationStore } from './store.js';
import { Subscription } from './subscription.js';
import type { Notifications } from './types.js';
import { checkedSubscription, checkVapid, newVapidKeys, PUSH_HOSTS, webPushPort } from './web-push.js';
import { WakeUps } from './wake-ups.js';

const RETENTION_DAYS_DEFAULT = 365;
const DAY_MS = 86_400_000;
const SEND_TIMEOUT_MS_DEFAULT = 10_000;
const LEASE_MS_DEFAULT = 30_000;

/**
 * Durable notifications to people in the host service's own database: written at least once, shown once, in order per recipient,
 * whatever is killed when (GN-14, KB-60 to KB-64).
 */
export async function openNotifications(options: NotificationsOptions): Promise<Notifications> {
  const { database, url, logger, push, now = () => new Date(), lockScreenSafe = false } = options;
  const { sendTimeoutMs = SEND_TIMEOUT_MS_DEFAULT, leaseMs = LEASE_MS_DEFAULT } = options;
  if (leaseMs <= sendTimeoutMs) throw new Error('leaseMs must be longer than sendTimeoutMs, else two processes send the same.');
  const store = new NotificationStore(database);
  const hosts = push?.hosts ?? PUSH_HOSTS;
  const vapidKeys = push && (push.vapidKeys ?? (await store.setting('vapid_keys', newVapidKeys)));
  if (push && vapidKeys) checkVapid(push.contact, vapidKeys);

  const prune = (): Promise<number> => store.prune(new Date(now().getTime() - (options.retentionDays ?? RETENTION_DAYS_DEFAULT) * DAY_MS));
  const wakeUps = new WakeUps(url, logger);
  const delivery = new Delivery({
    store,
    wakeUps,
    logger,
    push: push && vapidKeys && (push.port ?? webPushPort(push.contact, vapidKeys, hosts)),
    sms: options.sms,
    email: options.email,
    directory: options.directory ?? (() => Promise.resolve(undefined)),
    lockScreenTexts: options.lockScreenTexts,
    retry: options.retry ?? RETRY_DEFAULT,
    sendTimeoutMs,
    leaseMs,
    prune,
  });
  const subscriptions = new Set<Subscription>();
  wakeUps.start();
  if (options.deliver ?? true) delivery.start();

  const statementOf: Notifications['notifyStatement'] = (notification) => notifyStatement(checked(notification, lockScreenSafe), now());
  return {
    notifyStatement: statementOf,
    notify: async (tx, notification) => void (await tx.query(statementOf(notification))),
    // Ids come from the person's browser: what can't be one is like one that is not there.
    list: (recipient, { before, limit } = {}) => store.list(recipient, { before: before === undefined || isId(before) ? before : '', limit }),
    markRead: async (recipient, id) => isId(id) && store.markRead(recipient, id, now()),
    async subscribe(recipient, lastEventId, listener, ended) {
      const last = await store.lastPosition(recipient);
      // An id that was never given out, e.g. one from before a restored backup, means from now on.
      const position = lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Math.min(Number(lastEventId), last) : last;
      const follower = { recipient, position, listener, ended: () => (subscriptions.delete(subscription), ended?.()) };
      const subscription: Subscription = new Subscription(follower, store, logger, wakeUps);
      subscriptions.add(subscription);
      return () => {
        subscription.stop();
        subscriptions.delete(subscription);
      };
    },
    pushSubscriptions: (recipient) => ({
      async add(subscription) {
        checkId('recipient', recipient);
        const { endpoint, keys } = checkedSubscription(subscription, hosts);
        await store.addSubscription(recipient, endpoint, keys);
      },
      async remove(endpoint) {
        if (URL.canParse(endpoint)) await store.removeSubscription(recipient, endpoint);
      },
    }),
    webPushKey: vapidKeys?.publicKey,
    outbox: (page = {}) => store.outbox(page),
    prune,
    forget: (recipient) => store.forget(recipient),
    async close() {
      for (const subscription of subscriptions) subscription.stop();
      await Promise.all([wakeUps.close(), delivery.close()]);
    },
  };
}
