export { CATALOGUE, text, texts, usualChannels, type CatalogueKind } from './catalogue.js';
export { NotificationError, type NotificationErrorCode } from './errors.js';
export type { NotificationsOptions, PushOptions, VapidKeys } from './options.js';
export type { Attempt, Contact, Directory, EmailMessage, EmailPort, PushMessage, PushPort, SmsMessage, SmsPort } from './ports.js';
export { retryDelayMs, type RetryPolicy } from './retry.js';
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
