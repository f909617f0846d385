import { RESULT } from '@trine/protocol';
import { text } from '../decode.js';
import type { Draft } from '../draft.js';
import { knownNode } from '../node/known-node.js';
import { found, refuseIf } from '../refusal.js';
import { governance, type Rule } from '../rule.js';
import { knownService } from './services.js';

const args = { service_id: text, node_id: text };

function checkServiceAndAs(draft: Draft, serviceId: string, nodeId: string): void {
  knownService(draft, serviceId);
  refuseIf(knownNode(draft, nodeId).role !== 'AS', RESULT.RoleIsNotAS);
}

/** Ledger rules part 2, RegisterServiceDestinationByNDID: the operator lets an AS offer a service. */
export const approve = governance(args, (draft, { service_id, node_id }) => {
  checkServiceAndAs(draft, service_id, node_id);
  draft.put('approval', { service_id, node_id, active: true }, service_id, node_id);
});

const switchApproval = (active: boolean): Rule =>
  governance(args, (draft, { service_id, node_id }) => {
    checkServiceAndAs(draft, service_id, node_id);
    const approval = found(draft.get('approval', service_id, node_id), RESULT.ServiceIDNotFound);
    draft.put('approval', { ...approval, active }, service_id, node_id);
  });

/** Ledger rules part 2, EnableServiceDestinationByNDID and DisableServiceDestinationByNDID. */
export const enableApproval = switchApproval(true);
export const disableApproval = switchApproval(false);
