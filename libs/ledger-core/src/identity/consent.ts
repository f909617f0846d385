import { RESULT } from '@trine/protocol';
import type { Draft } from '../draft.js';
import { found, refuseIf } from '../refusal.js';
import type { Association } from '../state.js';

/**
 * Checks the consent request and uses it up (ledger rules part 2, CONSENT and Consume). It must also be the acting IdP's own:
 * an acceptance that another IdP has asked for is worth nothing here.
 */
export function useConsent(draft: Draft, requestId: string, purpose: string): void {
  const request = found(draft.get('request', requestId), RESULT.RequestIDNotFound);
  refuseIf(request.purpose !== purpose, RESULT.InvalidPurpose);
  refuseIf(request.use_count > 0, RESULT.RequestIsAlreadyUsed);
  refuseIf(!request.closed, RESULT.RequestIsNotClosed);
  const accepted = request.response_list.some((answer) => answer.status === 'accept' && answer.valid_ial === true && answer.valid_signature === true);
  refuseIf(!accepted, RESULT.RequestIsNotCompleted);
  refuseIf(request.requester_node_id !== draft.nodeId, RESULT.RequestIsNotCompleted);

  draft.put('request', { ...request, use_count: request.use_count + 1 }, requestId);
}

/** In mode 3 a change at an IdP needs the person's consent. */
export function useConsentInMode3(draft: Draft, own: Association, requestId: string, purpose: string): void {
  if (own.mode_list.includes(3)) useConsent(draft, requestId, purpose);
}
