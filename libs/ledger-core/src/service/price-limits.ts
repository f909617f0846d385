import { listOf, real, record, text, uint32 } from '../decode.js';
import { governance } from '../rule.js';
import type { StateReader } from '../state.js';
import { knownService } from './services.js';

/** Twelve hours, in seconds, where the operator has set nothing (ledger rules 5.4). */
const PRICE_DELAY_SECONDS_DEFAULT = 43_200;

const ceilings = listOf(record({ currency: text, price: real }));

/** Ledger rules part 2, SetServicePriceCeiling. */
export const setServicePriceCeiling = governance({ service_id: text, price_ceiling_by_currency_list: ceilings }, (draft, args) => {
  draft.put('service', { ...knownService(draft, args.service_id), price_ceiling_by_currency_list: args.price_ceiling_by_currency_list }, args.service_id);
});

/** Ledger rules part 2, SetServicePriceMinEffectiveDatetimeDelay: without a service, for all that have no value of their own. */
export const setServicePriceDelay = governance({ service_id: text, duration_second: uint32 }, (draft, args) => {
  if (args.service_id === '') return draft.setScheme({ price_delay_seconds: args.duration_second });
  draft.put('service', { ...knownService(draft, args.service_id), price_delay_seconds: args.duration_second }, args.service_id);
});

export function priceDelaySeconds(state: StateReader, serviceId: string): number {
  const own = state.get('service', serviceId)?.price_delay_seconds;
  return own ?? state.get('scheme', 'scheme')?.price_delay_seconds ?? PRICE_DELAY_SECONDS_DEFAULT;
}
