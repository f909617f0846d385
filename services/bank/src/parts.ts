import type { TrineClient } from '@trine/client';
import type { Logger } from '@trine/telemetry';
import type { Clock } from './adapters/clock.js';
import type { CardStatus, CoreBanking, Faces, IdentityRecords, SanctionLists, Sms } from './adapters/ports.js';
import type { ErrorCode, ErrorDetail } from './api.js';
import type { BankConfig } from './config.js';
import { errorDetail, type BankError } from './errors.js';
import type { Notices } from './notices.js';
import type { Store } from './store/store.js';
import type { Vault } from './store/vault.js';

/** The bank's systems, each behind its port. A real bank puts its own in place of the seeded ones. */
export interface Ports {
  core: CoreBanking;
  sanctions: SanctionLists;
  identities: IdentityRecords;
  cards: CardStatus;
  sms: Sms;
  faces: Faces;
}

/** What the journeys are made of. */
export interface Parts {
  config: BankConfig;
  store: Store;
  vault: Vault;
  clock: Clock;
  ports: Ports;
  notices: Notices;
  gateway: TrineClient;
  logger: Logger;
  /** Where the gateway reaches this bank. */
  callbackUrl(): string;
}

/** An error as this bank tells it: with its figures. */
export function toldError({ config: { bank } }: Pick<Parts, 'config'>, code: ErrorCode, extra: BankError['extra'] = {}): ErrorDetail {
  const { min_age, hours: { from, to } } = bank.policy;
  const values = { min_age: String(min_age), from, to, from_th: from.replace(':', '.'), to_th: to.replace(':', '.'), hotline: bank.hotline };
  return errorDetail(code, values, extra);
}
