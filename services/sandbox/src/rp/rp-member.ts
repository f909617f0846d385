import { randomUUID } from 'node:crypto';
import { ifFound, refusalCode, type Callback, type SourceData } from '@trine/client';
import { isNormal } from '@trine/protocol';
import type { SourceConfig } from '../config.js';
import { memberCallbacks, resultText, type Member, type MemberParts } from '../member.js';
import { MIN_AAL, MIN_IAL, type Person } from '../people.js';
import { now, statusText } from '../timeline.js';

/** What a caller may want otherwise than the person's own request. */
export interface RequestWishes {
  mode?: 1 | 2 | 3;
  services?: string[];
}

/** A relying party: asks about people, closes what leads nowhere and fetches the data. */
export class RpMember implements Member {
  readonly nodeId: string;
  readonly callbacks;

  constructor(private readonly parts: MemberParts, private readonly bankIds: readonly string[], private readonly sources: readonly SourceConfig[]) {
    this.nodeId = parts.nodeId;
    this.callbacks = memberCallbacks(parts, {
      request_status: (update) => this.follow(update),
      create_request_result: (result) => parts.timeline.add(result.request_id, this.nodeId, resultText(result), result.error ? { news: { failed: result.error } } : {}),
      close_request_result: (result) => parts.timeline.add(result.request_id, this.nodeId, resultText(result)),
    });
  }

  async setUp(): Promise<void> {
    await this.parts.gateway.rp.setCallback({ error_url: `${this.parts.callbackUrl}/error` });
  }

  /** Creates the request that shows the person's outcome. Rejects as the gateway refuses it. */
  async ask(person: Person, wishes: RequestWishes = {}): Promise<{ request_id: string }> {
    const { gateway, timeline, callbackUrl } = this.parts;
    const { minIdp, timeoutSeconds, onTheFly } = person.request;
    const mode = wishes.mode ?? person.request.mode;
    const services = wishes.services ?? [...new Set(this.sources.flatMap((source) => source.services))];
    const at = now();
    const { request_id } = await gateway.rp.createRequest({
      namespace: 'citizen_id',
      identifier: person.citizenId,
      reference_id: randomUUID(),
      callback_url: `${callbackUrl}/request`,
      // Only mode 1 and on-the-fly requests must name their banks.
      idp_id_list: mode === 1 || onTheFly ? person.banks.flatMap((_, place) => this.bankIds[place] ?? []) : [],
      data_request_list: services.map((service_id) => ({ service_id, as_id_list: this.sources.filter((source) => source.services.includes(service_id)).map(({ node_id }) => node_id).slice(0, 1), min_as: 1 })),
      request_message: 'Sandbox: please confirm that Example Lending may see your data.',
      min_ial: MIN_IAL,
      min_aal: MIN_AAL,
      min_idp: minIdp,
      request_timeout: timeoutSeconds,
      ...(mode === 1 ? { mode } : { mode, bypass_identity_check: onTheFly }),
    });
    timeline.add(request_id, this.nodeId, `POST /rp/requests, mode ${mode}${services.length > 0 ? `, data from ${services.join(', ')}` : ''}`, { at, news: { person: person.id } });
    timeline.add(request_id, this.nodeId, 'accepted');
    return { request_id };
  }

  /** What the sources have sent; [] when nothing. */
  async data(requestId: string): Promise<SourceData[]> {
    return (await ifFound(this.parts.gateway.rp.getRequestData({ request_id: requestId }))) ?? [];
  }

  private async follow(update: Callback<'request_status'>): Promise<void> {
    const { gateway, timeline, callbackUrl } = this.parts;
    const { request_id, status, closed, timed_out, block_height } = update;
    const at = now();
    // Whoever sees the end in the timeline sees the data too.
    const items = closed || timed_out ? await this.data(request_id) : [];
    timeline.add(request_id, this.nodeId, statusText(update), { at, news: { status, closed, timed_out, height: Number(block_height.split(':')[1]) } });
    if (closed || timed_out) {
      if (items.length > 0) timeline.add(request_id, this.nodeId, `reads the data of ${items.map((item) => item.source_node_id).join(', ')}`);
    } else if (leadsNowhere(update)) {
      const code = await refusalCode(gateway.rp.closeRequest({ reference_id: `close-${request_id}`, callback_url: `${callbackUrl}/request`, request_id }));
      timeline.add(request_id, this.nodeId, `closes the request${code === undefined ? '' : `, refused with ${code}`}`);
    }
  }
}

/** All wanted answers are here, but somebody said no or an answer is not valid: no data will come. */
function leadsNowhere({ response_list, min_idp }: Callback<'request_status'>): boolean {
  const answers = response_list.filter(isNormal);
  return answers.length >= min_idp && answers.some((answer) => answer.status === 'reject' || answer.valid_ial === false || answer.valid_signature === false);
}
