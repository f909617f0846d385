import type { GatewayStore } from './gateway-store.js';
import { UnitOfWork } from './unit-of-work.js';

/** Whose callback URLs: a role's, or the node's own (contract: callbacks.md section 1). */
export type CallbackGroup = 'rp' | 'idp' | 'as' | 'proxy' | 'node';

const callbackKey = (group: CallbackGroup): string => `callback:${group}`;
/** Settings key of the URL that gets an AS node's data requests for a service. */
export const serviceUrlKey = (nodeId: string, serviceId: string): string => `service_url:${JSON.stringify([nodeId, serviceId])}`;

/** Callback and service URLs: kept in memory, stored durably. */
export class Settings {
  private values = new Map<string, unknown>();

  constructor(private readonly store: GatewayStore) {}

  async load(): Promise<void> {
    this.values = await this.store.settings();
  }

  callbackUrls(group: CallbackGroup): Record<string, string> {
    return (this.values.get(callbackKey(group)) as Record<string, string> | undefined) ?? {};
  }

  /** Replaces only the URLs that are named. */
  async setCallbackUrls(group: CallbackGroup, urls: Record<string, string>): Promise<void> {
    await this.put(callbackKey(group), { ...this.callbackUrls(group), ...urls });
  }

  serviceUrl(nodeId: string, serviceId: string): string | undefined {
    return this.values.get(serviceUrlKey(nodeId, serviceId)) as string | undefined;
  }

  /** Takes over a setting that another piece of work stores. */
  adopt(key: string, value: unknown): void {
    this.values.set(key, value);
  }

  private async put(key: string, value: unknown): Promise<void> {
    const work = new UnitOfWork();
    work.settings.set(key, value);
    // At once, so that the next change of the same group starts from it.
    this.adopt(key, value);
    await this.store.commit(work);
  }
}
