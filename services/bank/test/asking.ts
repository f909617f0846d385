import { randomBytes } from 'node:crypto';
import type { TestScheme } from '@trine/testkit';
import { seedPeople } from '../src/people.js';

/** What an organisation asks of the bank `idp1` about one of its people; the id of the request that its gateway accepted. */
export async function askOf(scheme: TestScheme, key: string, more: Record<string, unknown> = {}, rp = 'rp1'): Promise<string> {
  const { citizenId } = seedPeople(new Date()).find((each) => each.key === key)!;
  const reply = await scheme.api(rp).post(`/rp/requests/citizen_id/${citizenId}`, {
    reference_id: randomBytes(6).toString('hex'), callback_url: scheme.backEnd(rp).url('/request'), mode: 2, bypass_identity_check: true, min_idp: 1, min_ial: 2.3, min_aal: 1, request_timeout: 3600,
    request_message: 'โปรดยืนยันตัวตนเพื่อสมัครประกันชีวิต', idp_id_list: ['idp1'], data_request_list: [], ...more,
  });
  if (reply.status !== 202) throw new Error(JSON.stringify(reply.body));
  return String(reply.body.request_id);
}
