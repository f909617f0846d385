import { RESULT } from '@trine/protocol';
import { listOf, real, record, text, type Decoder } from '../decode.js';
import { found, refuse, refuseIf } from '../refusal.js';
import { AS, rule } from '../rule.js';
import { knownService } from './services.js';

const RFC_3339 = /^(?<date>\d{4}-\d\d-\d\d)[Tt](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

const dateTime: Decoder<string> = (value) => {
  const written = text(value);
  const date = RFC_3339.exec(written)?.groups?.['date'];
  return date !== undefined && isInCalendar(date) && !Number.isNaN(Date.parse(written)) ? written : refuse(RESULT.UnmarshalError);
};

/** `Date` takes 31 February for 3 March. */
function isInCalendar(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

const args = {
  service_id: text,
  price_by_currency_list: listOf(record({ currency: text, min_price: real, max_price: real })),
  effective_datetime: dateTime,
  more_info_url: text,
  detail: text,
};

/** Ledger rules part 2, SetServicePrice: the newest price stands first, and none is ever removed. */
export const setServicePrice = rule({
  by: AS,
  args,
  apply(draft, { service_id, ...price }) {
    refuseIf(price.price_by_currency_list.some(({ min_price, max_price }) => min_price > max_price), RESULT.ServicePriceMinCannotBeGreaterThanMax);
    const ceilings = found(knownService(draft, service_id).price_ceiling_by_currency_list, RESULT.ServicePriceCeilingListNotFound);
    for (const { currency, max_price } of price.price_by_currency_list) {
      const ceiling = found(ceilings.find((entry) => entry.currency === currency), RESULT.ServicePriceCeilingNotFound);
      refuseIf(max_price >= 0 && max_price > ceiling.price, RESULT.ServiceMaxPriceGreaterThanPriceCeiling);
    }

    const earlier = draft.get('servicePrices', service_id, draft.nodeId)?.price_list ?? [];
    const price_list = [{ ...price, ...draft.stamp }, ...earlier];
    draft.put('servicePrices', { service_id, node_id: draft.nodeId, price_list }, service_id, draft.nodeId);
  },
});
