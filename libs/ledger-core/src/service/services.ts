import { RESULT } from '@trine/protocol';
import { text } from '../decode.js';
import { found, refuseIf } from '../refusal.js';
import { governance, type Rule } from '../rule.js';
import type { Service, StateReader } from '../state.js';

const args = { service_id: text, service_name: text, data_schema: text, data_schema_version: text };

export const knownService = (state: StateReader, serviceId: string): Service => found(state.get('service', serviceId), RESULT.ServiceIDNotFound);

/** Ledger rules part 2, AddService. */
export const addService = governance(args, (draft, service) => {
  refuseIf(draft.get('service', service.service_id) !== undefined, RESULT.DuplicateServiceID);
  draft.put('service', { ...service, active: true }, service.service_id);
});

/** Ledger rules part 2, UpdateService: changes what is not "". */
export const updateService = governance(args, (draft, given) => {
  const service = knownService(draft, given.service_id);
  draft.put(
    'service',
    {
      ...service,
      service_name: given.service_name || service.service_name,
      data_schema: given.data_schema || service.data_schema,
      data_schema_version: given.data_schema_version || service.data_schema_version,
    },
    service.service_id,
  );
});

const switchService = (active: boolean): Rule =>
  governance({ service_id: text }, (draft, { service_id }) => {
    draft.put('service', { ...knownService(draft, service_id), active }, service_id);
  });

/** Ledger rules part 2, EnableService and DisableService. Offers and approvals stay as they are. */
export const enableService = switchService(true);
export const disableService = switchService(false);
