import { comparisonCode } from '@trine/client';
import type { Application, Item, PortalInfo, Product } from './api.js';
import type { StoredApplication } from './application.js';
import type { ItemConfig, PortalConfig } from './config.js';
import { consentText, CONSENT_VERSION } from './message.js';
import type { KeptData } from './portal.js';
import { END_TEXTS } from './texts.js';

/** How applications and the portal itself look from outside: without citizen numbers, sealed data and the platform's ids. */
export class Views {
  constructor(private readonly config: PortalConfig, private readonly now: () => number) {}

  portal(): PortalInfo {
    const { organisation, products, timeoutSeconds, sandbox } = this.config;
    return {
      organisation,
      products: products.map((product): Product => ({ ...product, items: product.items.map(publicItem) })),
      consent: { version: CONSENT_VERSION, text: consentText(organisation) },
      timeout_seconds: timeoutSeconds,
      now: this.at(),
      ...(sandbox && { sandbox }),
    };
  }

  application(it: StoredApplication, kept: KeptData[]): Application {
    const product = this.config.products.find(({ id }) => id === it.product);
    const items = (product?.items ?? []).filter(({ service_id }) => it.items.includes(service_id)).map(publicItem);
    const item = (serviceId: string): Pick<Item, 'name' | 'source'> => items.find(({ service_id }) => service_id === serviceId) ?? { name: { th: serviceId, en: serviceId }, source: { th: '-', en: '-' } };
    return {
      id: it.id,
      state: it.state,
      version: it.version,
      product: { id: it.product, name: product?.name ?? { th: it.product, en: it.product } },
      reference: it.reference,
      bank: it.bank,
      on_the_fly: it.onTheFly,
      items,
      ...(it.requestId !== undefined && { short_code: comparisonCode(it.requestId) }),
      created_at: it.createdAt,
      ...(it.expiresAt !== undefined && { expires_at: it.expiresAt }),
      ...(it.endedAt !== undefined && { ended_at: it.endedAt }),
      history: it.history,
      ...(it.end && { end: { code: it.end.code, ...this.endTexts(it.end) } }),
      ...(it.state === 'COMPLETED' && {
        result: {
          ial: it.levels?.ial ?? 0,
          aal: it.levels?.aal ?? 0,
          data: kept.map(({ service_id, data, received_at }) => ({ service_id, name: item(service_id).name, source: item(service_id).source, verified: true as const, received_at, content: data })),
        },
      }),
      now: this.at(),
    };
  }

  private at(): string {
    return new Date(this.now()).toISOString();
  }

  private endTexts({ code, bankError }: NonNullable<StoredApplication['end']>): (typeof END_TEXTS)['BANK_ERROR'] {
    return { ...END_TEXTS[code], ...(bankError !== undefined && this.config.bankErrors[bankError]) };
  }
}

const publicItem = ({ as_ids: _, ...item }: ItemConfig): Item => item;
