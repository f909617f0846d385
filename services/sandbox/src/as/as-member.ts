import { setTimeout as delay } from 'node:timers/promises';
import { ifFound, refusalCode, type Callback, type DataReply } from '@trine/client';
import { memberCallbacks, resultText, type Member, type MemberParts } from '../member.js';
import { AS_ERROR_CODE, MIN_AAL, MIN_IAL, personByCitizenId } from '../people.js';
import { statusText } from '../timeline.js';
import { sourceData } from './source-data.js';

const OFFER_MS_MAX = 5000;
const POLL_MS = 50;
/** White space is not allowed in a base64 data URL. */
const MALFORMED_DATA = 'data:text/plain;base64,ZmljdGlvbmFs IGRhdGE=';

/** A data source: offers services and sends fictional data about anybody, for the people of the sandbox as their script says. */
export class AsMember implements Member {
  readonly nodeId: string;
  readonly callbacks;

  constructor(private readonly parts: MemberParts, private readonly services: readonly string[]) {
    this.nodeId = parts.nodeId;
    const { timeline, logger } = parts;
    this.callbacks = memberCallbacks(parts, {
      data_request: (request) => this.answer(request),
      request_status: (update) => timeline.add(update.request_id, this.nodeId, statusText(update)),
      response_result: (result) => timeline.add(result.request_id, this.nodeId, resultText(result)),
      add_or_update_service_result: (result) => {
        if (!result.success) logger.warn({ node: this.nodeId, service: result.reference_id, code: result.error.code }, 'a service could not be offered');
      },
    });
  }

  async setUp(): Promise<void> {
    const { gateway, callbackUrl } = this.parts;
    await gateway.as.setCallback({ incoming_request_status_update_url: `${callbackUrl}/request_status`, error_url: `${callbackUrl}/error` });
    for (const service of this.services) await this.offer(service);
  }

  private async offer(service: string): Promise<void> {
    const { gateway, callbackUrl } = this.parts;
    const url = `${callbackUrl}/data_request`;
    const offered = async (): Promise<boolean> => {
      const found = await ifFound(gateway.as.getService({ service_id: service }));
      return found?.url === url && found.min_ial === MIN_IAL && found.min_aal === MIN_AAL;
    };
    if (await offered()) return;
    await gateway.as.registerOrUpdateService({ service_id: service, reference_id: service, callback_url: `${callbackUrl}/service_result`, url, min_ial: MIN_IAL, min_aal: MIN_AAL, supported_namespace_list: ['citizen_id'] });
    for (const until = Date.now() + OFFER_MS_MAX; !(await offered()); await delay(POLL_MS)) {
      if (Date.now() > until) throw new Error(`${this.nodeId} does not offer ${service} yet: has the operator approved it?`);
    }
  }

  /** All data go out before the callback is answered: a restart in between only repeats them, which the gateway refuses. */
  private async answer(request: Callback<'data_request'>): Promise<DataReply | undefined> {
    const { gateway, timeline, callbackUrl } = this.parts;
    const { request_id, service_id } = request;
    const note = (what: string): void => timeline.add(request_id, this.nodeId, `${what} (${service_id})`);
    note('data_request');
    const { answer, delayMs, wrongDataFirst, bytesMin } = personByCitizenId(request.identifier)?.source ?? { answer: 'reply' };
    if (delayMs) await delay(Math.max(0, request.creation_time + delayMs - Date.now()));
    const data = sourceData(service_id, request.identifier, bytesMin);
    const call = { reference_id: request_id, callback_url: `${callbackUrl}/response_result` };
    const send = async (text: string): Promise<void> => {
      const code = await refusalCode(gateway.as.sendData({ request_id, service_id, ...call, data: text }));
      note(`sends ${text.length} characters${code === undefined ? '' : `, refused with ${code}`}`);
    };
    switch (answer) {
      case 'none':
        note('stays silent');
        return undefined;
      case 'error':
        note(`error answer ${AS_ERROR_CODE}`);
        return { ...call, error_code: AS_ERROR_CODE };
      case 'reply':
        note(`replies with ${data.length} characters`);
        return { ...call, data };
      case 'post':
        if (wrongDataFirst) await send(MALFORMED_DATA);
        await send(data);
        return undefined;
    }
  }
}
