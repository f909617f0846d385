import { QueryFailed, query, rowsNamedByQuery } from '@trine/ledger-core';
import { BlockState } from './block-state.js';
import type { BlockWriter } from './block-writer.js';
import { mergeNames, type LedgerStore } from './ledger-store.js';

/** One question; several may be asked in one call and are answered on the same state. */
export interface Question {
  name: string;
  params?: Record<string, unknown>;
}

/** `null` means absent. `failed` carries the API v6 error code. */
export type Answer = { value: unknown } | { failed: number };

/** Questions about the registry, which every member may read, registered yet or not. All others need a member's token. */
const PUBLIC = new Set([
  'GetNodeInfo', 'GetNodePublicKeyList', 'GetNodeKeys', 'GetNodeIDList', 'GetNodesBehindProxyNode', 'GetNamespaceList', 'GetServiceList',
  'GetServiceDetail', 'GetService', 'GetAsNodesByServiceId', 'GetSupportedIALList', 'GetSupportedAALList', 'GetErrorCodeList', 'GetRequestTypeList',
  'GetAllowedNodeSupportedFeatureList', 'IsInitEnded', 'GetNodeToken', 'GetAllowedModeList', 'GetServicePriceCeiling', 'GetServicePriceList',
  'GetServicePriceMinEffectiveDatetimeDelay', 'GetAllowedMinIalForRegisterIdentityAtFirstIdp', 'IsSuppressedIdentityModificationNotificationNode',
  'GetSuppressedIdentityModificationNotificationNodeList',
]);

export const isPublic = ({ name, params }: Question): boolean =>
  PUBLIC.has(name) ||
  // Without a person it lists the IdPs of the scheme.
  (name === 'GetIdpNodes' && !params?.['reference_group_code'] && !params?.['identity_namespace'] && !params?.['identity_identifier_hash']);

/** Ledger query failed without a value (contract: errors.md). */
const QUERY_FAILED = 10003;

/** Answers questions from the committed registry and from the rows that they name. */
export class QueryService {
  constructor(
    private readonly writer: BlockWriter,
    private readonly store: LedgerStore,
  ) {}

  async answer(questions: Question[]): Promise<Answer[]> {
    const rows = await this.store.load(mergeNames(questions.map((q) => rowsNamedByQuery(q.name, q.params ?? {}))));
    const state = new BlockState(this.writer.registry, rows);
    return questions.map((q) => {
      try {
        return { value: query(state, q.name, q.params ?? {}) ?? null };
      } catch (error) {
        if (error instanceof QueryFailed) return { failed: QUERY_FAILED };
        throw error;
      }
    });
  }
}
