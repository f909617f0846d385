import { describe, expect, test } from '@jest/globals';
import { MemoryState } from '@trine/ledger-core';
import type { BlockWriter } from '../src/block-writer.js';
import type { LedgerStore } from '../src/ledger-store.js';
import { QueryService } from '../src/query-service.js';

describe('questions about the registry', () => {
  const registry = new MemoryState();
  registry.apply([{ kind: 'namespace', key: 'citizen_id', value: { namespace: 'citizen_id', active: true } as never }]);
  const rows = { request: new Map(), message: new Map(), referenceGroup: new Map(), identity: new Map(), accessor: new Map() };
  const service = new QueryService({ registry, registryVersion: 'v1' } as BlockWriter, { load: () => Promise.resolve(rows) } as unknown as LedgerStore);

  test('are answered with the version they stand for, and not again while it is known', async () => {
    const [whole] = await service.answer([{ name: 'GetNamespaceList' }]);
    expect(whole).toMatchObject({ registry: 'v1', value: [{ namespace: 'citizen_id' }] });
    expect(await service.answer([{ name: 'GetNamespaceList', known: 'v1' }, { name: 'GetNamespaceList', known: 'v0' }])).toEqual([{ same: true }, whole]);
  });

  test.each([
    ['GetReferenceGroupCode', { identity_namespace: 'citizen_id', identity_identifier_hash: 'h' }],
    ['GetRequest', { request_id: 'r' }],
    ['GetAccessor', { accessor_id: 'a' }],
    ['GetNodeToken', { node_id: 'n' }],
  ])('%s is about more than the registry and always answered', async (name, params) => {
    expect(await service.answer([{ name, params, known: 'v1' }])).toEqual([{ value: null }]);
  });
});
