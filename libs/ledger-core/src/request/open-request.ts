import { RESULT } from '@trine/protocol';
import type { Draft } from '../draft.js';
import { found, refuseIf } from '../refusal.js';
import type { DataRequestRecord, Request } from '../state.js';

/** A request that can still change (ledger rules 4.1): neither closed nor timed out, by record or by the clock. */
export function openRequest(draft: Draft, requestId: string): Request {
  return stillOpen(draft, knownRequest(draft, requestId));
}

/** The same for commands that only its owner may send. */
export function ownOpenRequest(draft: Draft, requestId: string): Request {
  return stillOpen(draft, ownRequest(draft, requestId));
}

export const knownRequest = (draft: Draft, requestId: string): Request => found(draft.get('request', requestId), RESULT.RequestIDNotFound);

export function ownRequest(draft: Draft, requestId: string): Request {
  const request = knownRequest(draft, requestId);
  refuseIf(request.requester_node_id !== draft.nodeId, RESULT.NotOwnerOfRequest);
  return request;
}

export function checkNotEnded({ closed, timed_out }: Request): void {
  refuseIf(closed, RESULT.RequestIsClosed);
  refuseIf(timed_out, RESULT.RequestIsTimedOut);
}

export const isDue = (request: Request, draft: Draft): boolean => draft.block.now >= request.expires_at;

function stillOpen(draft: Draft, request: Request): Request {
  checkNotEnded(request);
  refuseIf(isDue(request, draft), RESULT.RequestIsTimedOut);
  return request;
}

/** The request with one of its data requests replaced. */
export const withData = (request: Request, data: DataRequestRecord): Request => ({
  ...request,
  data_request_list: request.data_request_list.map((old) => (old.service_id === data.service_id ? data : old)),
});
