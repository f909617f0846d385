import { texts, type Notifications } from '@trine/notifications';
import type { NotificationKind, Text } from './api.js';
import type { Change } from './store/store.js';

interface Notice {
  /** The same id makes no second entry (GN-14). */
  id: string;
  customerId: string;
  kind: NotificationKind;
  /** Named by N1 and N3 (KB-64). */
  organisation?: Text;
  service?: Text;
  link: string;
}

/** The bank's notifications: behind the bell, and pushed to the phone (KB-64). */
export class Notices {
  constructor(readonly notifications: Notifications) {}

  /** Durable with the change's commit, and in the order of the changes. */
  async notify(change: Change, { id, customerId, kind, organisation, service, link }: Notice): Promise<void> {
    const words = { organisation: organisation ?? '', service: service ?? '' };
    await this.notifications.notify(change, { id, recipient: customerId, kind, texts: kind === 'NT-01' ? texts(kind, words) : kind === 'NT-03' ? texts(kind, words) : texts(kind), link });
  }
}
