import { LRUCache } from 'lru-cache';
import type { LedgerClient } from './ledger-client.js';
import type { ServiceFacts } from './ledger-facts.js';

/** A source's answer follows its data request within this time as a rule, so the service is asked about once for both. */
const FACTS_LIFE_MS = 1_000;
const SERVICES_COUNT_MAX = 1_000;

/** Services as the ledger has them, at most a second old. */
export class ServiceDirectory {
  private readonly known = new LRUCache<string, Promise<ServiceFacts | null>>({ max: SERVICES_COUNT_MAX, ttl: FACTS_LIFE_MS });

  constructor(private readonly ledger: LedgerClient) {}

  get(serviceId: string): Promise<ServiceFacts | null> {
    let facts = this.known.get(serviceId);
    if (!facts) {
      facts = this.ledger.askOne<ServiceFacts>('GetService', { service_id: serviceId });
      this.known.set(serviceId, facts);
      facts.catch(() => this.known.delete(serviceId));
    }
    return facts;
  }

  /** Asks ahead for what is going to be needed. */
  prepare(serviceIds: string[]): void {
    for (const serviceId of serviceIds) this.get(serviceId).catch(() => undefined);
  }
}
