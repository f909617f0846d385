import type { TrineClient } from '@trine/client';
import type { Bank, Banks, Text } from './api.js';

interface Levels { minIal: number; minAal: number }

/**
 * A node's name for people. `node_name` is plain text, or JSON with marketing names: `{"marketing_name_th": …, "marketing_name_en": …}`.
 */
export function displayName({ node_id, node_name }: { node_id: string; node_name: string }): Text {
  const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined);
  let names: Record<string, unknown> = {};
  try {
    const parsed: unknown = JSON.parse(node_name);
    if (typeof parsed === 'object' && parsed !== null) names = parsed as Record<string, unknown>;
  } catch {
    const plain = text(node_name) ?? node_id;
    return { th: plain, en: plain };
  }
  const th = text(names['marketing_name_th']);
  const en = text(names['marketing_name_en']);
  const any = th ?? en ?? node_id;
  return { th: th ?? any, en: en ?? any };
}

/** Banks for one person: those that have registered them at the needed level, and those that can do it on the way (KB-90). */
export async function banksFor(gateway: Pick<TrineClient, 'utility'>, citizenId: string, { minIal, minAal }: Levels, onTheFly: boolean): Promise<Banks> {
  const levels = { min_ial: String(minIal), min_aal: String(minAal) };
  const [known, able] = await Promise.all([
    gateway.utility.listIdpsByIdentity({ namespace: 'citizen_id', identifier: citizenId, ...levels, mode: '2' }),
    onTheFly ? gateway.utility.listIdps({ ...levels, supported_feature_list: 'on_the_fly', agent: 'false' }) : [],
  ]);
  const bank = (node: { node_id: string; node_name: string }): Bank => ({ id: node.node_id, name: displayName(node) });
  const knownIds = new Set(known.map(({ node_id }) => node_id));
  return { known: byName(known.map(bank)), on_the_fly: byName(able.filter(({ node_id }) => !knownIds.has(node_id)).map(bank)) };
}

const byName = (banks: Bank[]): Bank[] => banks.sort((a, b) => a.name.th.localeCompare(b.name.th, 'th'));
