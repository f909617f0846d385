import { ApiError } from '../api/api-error.js';
import type { Reference, ReferenceFamily } from './documents.js';
import type { GatewayStore } from './gateway-store.js';
import type { UnitOfWork } from './unit-of-work.js';

const keyOf = (nodeId: string, family: ReferenceFamily, referenceId: string): string => JSON.stringify([nodeId, family, referenceId]);

/** Reference ids of operations in progress: unique per node and family (contract: flows.md, `reference_id`, 20045). */
export class References {
  private readonly taken = new Map<string, Reference['doc']>();

  constructor(private readonly store: GatewayStore) {}

  async load(): Promise<void> {
    for (const { node_id, family, reference_id, doc } of await this.store.references()) this.taken.set(keyOf(node_id, family, reference_id), doc);
  }

  find(nodeId: string, family: ReferenceFamily, referenceId: string): Reference['doc'] | undefined {
    return this.taken.get(keyOf(nodeId, family, referenceId));
  }

  /** Runs `work` while the reference id is held for it; if that fails, the id is free again. Refuses with 20045. */
  async holding<T>(nodeId: string, family: ReferenceFamily, referenceId: string, work: () => Promise<T>): Promise<T> {
    const key = keyOf(nodeId, family, referenceId);
    if (this.taken.has(key)) throw new ApiError(20045);
    this.taken.set(key, {});
    try {
      return await work();
    } catch (error) {
      this.taken.delete(key);
      throw error;
    }
  }

  /** Makes a held reference id durable with what it stands for. */
  put(work: UnitOfWork, reference: Reference): void {
    this.taken.set(keyOf(reference.node_id, reference.family, reference.reference_id), reference.doc);
    work.putReference(reference);
  }

  free(work: UnitOfWork, nodeId: string, family: ReferenceFamily, referenceId: string): void {
    work.deleteReference({ node_id: nodeId, family, reference_id: referenceId });
    work.afterCommit(() => this.taken.delete(keyOf(nodeId, family, referenceId)));
  }
}
