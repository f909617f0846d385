import type { Database } from '@trine/database';
import type { Logger } from '@trine/telemetry';
import type { Directory, EmailPort, PushPort, SmsPort } from './ports.js';
import type { RetryPolicy } from './retry.js';
import type { NotificationTexts } from './types.js';

export interface VapidKeys {
  /** base64url, as `web-push generate-vapid-keys` prints them. */
  publicKey: string;
  privateKey: string;
}

export interface NotificationsOptions {
  /** The host service's database, opened with `notificationMigrations` among its migrations. */
  database: Database;
  /** The same database: one connection more, which listens. */
  url: string;
  logger: Logger;
  push?: PushOptions;
  sms?: SmsPort;
  email?: EmailPort;
  directory?: Directory;
  /** False: this process only writes and listens; another one delivers. Default true. */
  deliver?: boolean;
  /** Default of `NewNotification.lockScreenSafe`. */
  lockScreenSafe?: boolean;
  /** What a lock-screen-safe push shows. */
  lockScreenTexts?: NotificationTexts;
  /** Read ones and unread ones alike are deleted after this. Default 365. */
  retentionDays?: number;
  retry?: RetryPolicy;
  /** An attempt that takes longer has failed. Default 10 000. */
  sendTimeoutMs?: number;
  /** After this, what a killed process was sending is taken up by another one. Longer than `sendTimeoutMs`; default 30 000. */
  leaseMs?: number;
  /** What people see as the time; delivery goes by the database's clock. */
  now?: () => Date;
}

export interface PushOptions {
  /** Whom a push service can write to about misuse: `mailto:` or `https:` (RFC 8292). */
  contact: string;
  /** Default: made once and kept in the database. A production service gives its own. */
  vapidKeys?: VapidKeys;
  /** Hosts, with their subdomains, that subscriptions may point to, so that nobody makes this service call others. Default: those of the browsers' makers. */
  hosts?: readonly string[];
  /** Takes the place of Web Push, e.g. `simulated(...)`. */
  port?: PushPort;
}
