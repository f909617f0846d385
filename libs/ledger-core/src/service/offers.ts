import { RESULT } from '@trine/protocol';
import { real, text, texts } from '../decode.js';
import type { Draft } from '../draft.js';
import { found, refuseIf } from '../refusal.js';
import { AS, rule, type Rule } from '../rule.js';
import type { Offer, StateReader } from '../state.js';
import { knownService } from './services.js';

const args = { service_id: text, min_ial: real, min_aal: real, supported_namespace_list: texts };

/** The AS offers the service, and nothing keeps it from answering (ledger rules part 2, CreateAsResponse). */
export function checkOffered(state: StateReader, serviceId: string, asId: string): void {
  refuseIf(!knownService(state, serviceId).active, RESULT.ServiceIsNotActive);
  const approval = found(state.get('approval', serviceId, asId), RESULT.ServiceIDNotFound);
  refuseIf(!approval.active, RESULT.ServiceDestinationIsNotActive);
  const offer = found(state.get('offer', serviceId, asId), RESULT.ServiceDestinationNotFound);
  refuseIf(!offer.active, RESULT.ServiceDestinationIsNotActive);
}

/** What an AS offers, in order of registration. */
export function offersOf(state: StateReader, asId: string): Offer[] {
  const offers = [...state.list('service')].flatMap((service) => state.get('offer', service.service_id, asId) ?? []);
  return offers.sort((a, b) => a.ordinal - b.ordinal);
}

/** Ledger rules part 2, RegisterServiceDestination. */
export const registerServiceDestination = rule({
  by: AS,
  args,
  apply(draft, offer) {
    refuseIf(!knownService(draft, offer.service_id).active, RESULT.ServiceIsNotActive);
    refuseIf(draft.get('offer', offer.service_id, draft.nodeId) !== undefined, RESULT.DuplicateServiceID);
    const approved = draft.get('approval', offer.service_id, draft.nodeId)?.active === true;
    refuseIf(!approved, RESULT.NoPermissionForRegisterServiceDestination);

    const ordinal = offersOf(draft, draft.nodeId).length + 1;
    draft.put('offer', { ...offer, node_id: draft.nodeId, active: true, ordinal }, offer.service_id, draft.nodeId);
  },
});

function ownOffer(draft: Draft, serviceId: string): Offer {
  knownService(draft, serviceId);
  return found(draft.get('offer', serviceId, draft.nodeId), RESULT.ServiceDestinationNotFound);
}

/** Ledger rules part 2, UpdateServiceDestination: levels above 0 and a list with members replace what was. */
export const updateServiceDestination = rule({
  by: AS,
  args,
  apply(draft, given) {
    const offer = ownOffer(draft, given.service_id);
    draft.put(
      'offer',
      {
        ...offer,
        min_ial: given.min_ial > 0 ? given.min_ial : offer.min_ial,
        min_aal: given.min_aal > 0 ? given.min_aal : offer.min_aal,
        supported_namespace_list: given.supported_namespace_list.length > 0 ? given.supported_namespace_list : offer.supported_namespace_list,
      },
      offer.service_id,
      offer.node_id,
    );
  },
});

const switchOffer = (active: boolean): Rule =>
  rule({
    by: AS,
    args: { service_id: text },
    apply(draft, { service_id }) {
      draft.put('offer', { ...ownOffer(draft, service_id), active }, service_id, draft.nodeId);
    },
  });

/** Ledger rules part 2, EnableServiceDestination and DisableServiceDestination. */
export const enableServiceDestination = switchOffer(true);
export const disableServiceDestination = switchOffer(false);
