// A process of its own that delivers, to be killed: node delivering-process.mjs <database url> <lease ms>
import { openDatabase } from '@trine/database';
import { notificationMigrations, openNotifications } from '@trine/notifications';
import { createLogger } from '@trine/telemetry';

const [url, leaseMs] = process.argv.slice(2);
const logger = createLogger('delivering');
const database = await openDatabase({ url, migrations: notificationMigrations, logger });
await openNotifications({
  database, url, logger, push: { contact: 'mailto:ops@bank.example', hosts: ['127.0.0.1'] }, leaseMs: Number(leaseMs), sendTimeoutMs: Number(leaseMs) / 3,
});
console.log('ready');
