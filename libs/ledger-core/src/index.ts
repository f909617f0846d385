export { identityAudience, requestNews } from './audience.js';
export { LEDGER_NODE_ID, type Block } from './block.js';
export { decide, type Decide, type Decision } from './decide.js';
export { MemoryState } from './memory-state.js';
export { QueryFailed } from './query/query-failed.js';
export { query, type QueryName } from './query/query.js';
export { requestDetail } from './request/request-detail.js';
export { rowsNamedBy, rowsNamedByQuery, type RowsNamed } from './rows-named.js';
export {
  keyOf,
  REGISTRY_KINDS,
  type Accessor,
  type Account,
  type Approval,
  type AsResponseRecord,
  type Association,
  type Change,
  type DataRequestRecord,
  type Entities,
  type ErrorCodeEntry,
  type IdpResponseRecord,
  type Kind,
  type LoadedKind,
  type Message,
  type MethodPrice,
  type Namespace,
  type Node,
  type NodeKey,
  type Offer,
  type Price,
  type ReferenceGroup,
  type RegistryKind,
  type Request,
  type Scheme,
  type Service,
  type ServicePrices,
  type StateReader,
} from './state.js';
export { verificationKey, type VerificationKey } from './verification-key.js';
