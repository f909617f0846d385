import type { GatewayRole } from '../config.js';
import type { CallbackGroup } from './settings.js';

/** Which URLs each group has (contract: callbacks.md section 1). */
export const CALLBACK_URL_NAMES = {
  rp: ['error_url'],
  idp: ['incoming_request_url', 'incoming_request_status_update_url', 'identity_modification_notification_url', 'error_url'],
  as: ['incoming_request_status_update_url', 'error_url'],
  proxy: ['error_url'],
  node: ['sign_url', 'master_sign_url', 'decrypt_url', 'message_queue_send_success_url'],
} as const satisfies Record<CallbackGroup, readonly string[]>;

/** Sorts URLs given by name into the groups of a role. An unknown name is an error: it would never be called. */
export function urlsByGroup(urls: Record<string, string>, role: GatewayRole): Partial<Record<CallbackGroup, Record<string, string>>> {
  const groups: CallbackGroup[] = role === 'proxy' ? ['rp', 'idp', 'as', 'proxy', 'node'] : role === 'ndid' ? ['node'] : [role, 'node'];
  const sorted: Partial<Record<CallbackGroup, Record<string, string>>> = {};
  for (const [name, url] of Object.entries(urls)) {
    const named = groups.filter((group) => (CALLBACK_URL_NAMES[group] as readonly string[]).includes(name));
    if (named.length === 0) throw new Error(`CALLBACK_URLS names "${name}", which a gateway of role ${role} never calls.`);
    for (const group of named) sorted[group] = { ...sorted[group], [name]: url };
  }
  return sorted;
}
