import { randomUUID } from 'node:crypto';
import type { Change } from '../store/store.js';

/** Records an acceptance of terms, or a consent: who, which text, when, on which device, for whom and for what (GN-12). */
export async function recordConsent(change: Change, consent: {
  customerId: string;
  kind: 'REGISTRATION' | 'PHOTO' | 'DISCLOSURE' | 'CANCELLATION';
  /** Of the terms; of a disclosure the hash of the message that was shown. */
  version: string;
  deviceId: string;
  organisation?: string;
  items?: unknown[];
  at: Date;
}): Promise<void> {
  await change.all('insert into consent_record (id, customer_id, kind, version, device_id, organisation, items, at) values ($1, $2, $3, $4, $5, $6, $7, $8)', [
    randomUUID(), consent.customerId, consent.kind, consent.version, consent.deviceId, consent.organisation ?? null, JSON.stringify(consent.items ?? []), consent.at,
  ]);
}
