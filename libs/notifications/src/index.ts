export { CATALOGUE, text, texts, usualChannels, type CatalogueKind } from './catalogue.js';
export { NotificationError, type NotificationErrorCode } from './errors.js';
export { openNotifications } from './notifications.js';
export type { NotificationsOptions, PushOptions, VapidKeys } from './options.js';
export type { Attempt, Contact, Directory, EmailMessage, EmailPort, PushMessage, PushPort, SmsMessage, SmsPort } from './ports.js';
export { PUSH_WORKER_FILE } from './push-worker.js';
export { retryDelayMs, type RetryPolicy } from './retry.js';
export { notificationMigrations } from './schema.js';
export { simulated, type SimulatedMode } from './simulated.js';
export type {
  Channel,
  DeliveryChannel,
  Language,
  NewNotification,
  Notification,
  Notifications,
  NotificationTexts,
  OutboxEntry,
  PushSubscription,
  Text,
  Transaction,
} from './types.js';
