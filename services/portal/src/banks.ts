import { nodeDisplayName, type TrineClient } from '@trine/client';
import type { Bank, Banks } from './api.js';

interface Levels { minIal: number; minAal: number }

/** Banks for one person: those that have registered them at the needed level, and those that can do it on the way (KB-90). */
export async function banksFor(gateway: Pick<TrineClient, 'utility'>, citizenId: string, { minIal, minAal }: Levels, onTheFly: boolean): Promise<Banks> {
  const levels = { min_ial: String(minIal), min_aal: String(minAal) };
  const [known, able] = await Promise.all([
    gateway.utility.listIdpsByIdentity({ namespace: 'citizen_id', identifier: citizenId, ...levels, mode: '2' }),
    onTheFly ? gateway.utility.listIdps({ ...levels, supported_feature_list: 'on_the_fly', agent: 'false' }) : [],
  ]);
  const bank = (node: { node_id: string; node_name: string }): Bank => ({ id: node.node_id, name: nodeDisplayName(node) });
  const knownIds = new Set(known.map(({ node_id }) => node_id));
  return { known: byName(known.map(bank)), on_the_fly: byName(able.filter(({ node_id }) => !knownIds.has(node_id)).map(bank)) };
}

const byName = (banks: Bank[]): Bank[] => banks.sort((a, b) => a.name.th.localeCompare(b.name.th, 'th'));
