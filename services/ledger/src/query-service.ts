import { QueryFailed, query, rowsNamedByQuery } from '@trine/ledger-core';
import { BlockState } from './block-state.js';
import type { BlockWriter } from './block-writer.js';
import { mergeNames, type LedgerStore } from './ledger-store.js';

/** One question; several may be asked in one call and are answered on the same state. */
export interface Question {
  name: string;
  params?: Record<string, unknown>;
  /** The version of the registry that the caller has kept an answer for. */
  known?: string;
}

/**
 * `null` means absent. `failed` carries the API v6 error code. `registry`: the answer stands as long as the registry has this
 * version; `same`: it still has the version that the caller knows.
 */
export type Answer = { value: unknown; registry?: string } | { same: true } | { failed: number };

/** Questions about the registry, which every member may read, registered yet or not. All others need a member's token. */
const PUBLIC = new Set([
  'GetNodeInfo', 'GetNodeInfoList', 'GetNodePublicKeyList', 'GetNodeKeys', 'GetNodeIDList', 'GetNodesBehindProxyNode', 'GetNamespaceList', 'GetServiceList',
  'GetServiceDetail', 'GetService', 'GetAsNodesByServiceId', 'GetSupportedIALList', 'GetSupportedAALList', 'GetErrorCodeList', 'GetRequestTypeList',
  'GetAllowedNodeSupportedFeatureList', 'IsInitEnded', 'GetNodeToken', 'GetAllowedModeList', 'GetServicePriceCeiling', 'GetServicePriceList',
  'GetServicePriceMinEffectiveDatetimeDelay', 'GetAllowedMinIalForRegisterIdentityAtFirstIdp', 'IsSuppressedIdentityModificationNotificationNode',
  'GetSuppressedIdentityModificationNotificationNodeList',
]);

export const isPublic = ({ name, params }: Question): boolean =>
  PUBLIC.has(name) ||
  // Without a person it lists the IdPs of the scheme.
  (name === 'GetIdpNodes' && !params?.['reference_group_code'] && !params?.['identity_namespace'] && !params?.['identity_identifier_hash']);

/** Tokens change with nearly every command. */
const ABOUT_ACCOUNTS = 'GetNodeToken';

/** Ledger query failed without a value (contract: errors.md). */
const QUERY_FAILED = 10003;

/** Answers questions from the committed registry and from the rows that they name. */
export class QueryService {
  constructor(
    private readonly writer: BlockWriter,
    private readonly store: LedgerStore,
  ) {}

  async answer(questions: Question[]): Promise<Answer[]> {
    const named = questions.map((q) => rowsNamedByQuery(q.name, q.params ?? {}));
    const rows = await this.store.load(mergeNames(named));
    const registry = this.writer.registryVersion;
    const state = new BlockState(this.writer.registry, rows);
    return questions.map((q, i) => {
      const lasts = q.name !== ABOUT_ACCOUNTS && Object.values(named[i] ?? {}).every((keys) => keys.length === 0);
      if (lasts && q.known === registry) return { same: true };
      try {
        return { value: query(state, q.name, q.params ?? {}) ?? null, ...(lasts && { registry }) };
      } catch (error) {
        if (error instanceof QueryFailed) return { failed: QUERY_FAILED };
        throw error;
      }
    });
  }
}
