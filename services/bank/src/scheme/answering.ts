import { ApiError, ifFound, refusalCode } from '@trine/client';
import type { RequestRow } from '../journeys/request-steps.js';
import type { Requests } from '../journeys/requests.js';
import type { Parts } from '../parts.js';
import { settleAnswer } from './events.js';
import { retryMs, type Job, type Outcome } from './runner.js';

const LOOK_AGAIN_MS = 5_000;

/** Sends the bank's one answer to a request until the scheme has recorded it, or does not want it any more. */
export class Answering {
  constructor(private readonly parts: Parts, private readonly requests: Requests) {}

  async run(job: Job): Promise<Outcome> {
    const { store, clock, config, logger } = this.parts;
    const row = await store.one<RequestRow>('select * from request where id = $1', [job.about]);
    if (!row?.answer) return 'DONE';
    // Its result may have been lost.
    if (job.state['sent'] === true && (await this.isRecorded(row.id))) {
      await settleAnswer(this.parts, row.id, undefined);
      return 'DONE';
    }
    const code = await this.send(row).catch(async (error: unknown) => {
      logger.warn({ request: row.id, attempts: job.attempts, reason: (error as Error).message }, 'an answer will be sent again');
      if (row.step === 'SENDING' && !row.error_code) {
        await store.within(async (change) => {
          await change.all("update request set error_code = 'SYSTEM_UNAVAILABLE' where id = $1 and step = 'SENDING'", [row.id]);
          if (row.customer_id) await change.emit(row.customer_id, 'request', row.id);
        });
      }
      return 'LATER' as const;
    });
    if (code === 'LATER') {
      // Nobody waits for it any more.
      if (row.expires_at <= clock.real()) {
        await settleAnswer(this.parts, row.id, 20026);
        return 'DONE';
      }
      return { againMs: retryMs(job.attempts) };
    }
    await store.within((change) => change.life(row.id, 'CALL', row.answer!.kind === 'ERROR' ? 'POST /idp/error_response' : 'POST /idp/response', { result: code ?? 202 }, clock.now()));
    if (code === undefined) {
      await store.all(`update job set state = state || '{"sent":true}' where id = $1`, [job.id]);
      if (row.error_code === 'SYSTEM_UNAVAILABLE') await store.all("update request set error_code = null where id = $1 and step = 'SENDING'", [row.id]);
      return { againMs: LOOK_AGAIN_MS };
    }
    // Sent before the process ended, and recorded.
    const recorded = await this.isRecorded(row.id);
    logger.info({ request: row.id, code, recorded, node: config.nodeId }, 'the gateway refused an answer');
    await settleAnswer(this.parts, row.id, recorded ? undefined : code);
    return 'DONE';
  }

  private send({ id, answer, content }: RequestRow): Promise<number | undefined> {
    const { gateway, callbackUrl, config: { bank: { scheme } } } = this.parts;
    const call = { reference_id: `answer-${id}`, callback_url: `${callbackUrl()}/response_result`, request_id: id };
    if (answer!.kind === 'ERROR') return refusalCode(gateway.idp.respondError({ ...call, error_code: answer!.error_code }));
    const { mode } = this.requests.incoming({ id, content });
    return refusalCode(gateway.idp.respond({
      ...call, ial: scheme.ial, aal: scheme.aal, status: answer!.kind === 'ACCEPT' ? 'accept' : 'reject', signature: answer!.signature,
      ...(mode !== 1 && { accessor_id: answer!.accessor_id }),
    }));
  }

  private async isRecorded(requestId: string): Promise<boolean> {
    const { gateway, config } = this.parts;
    try {
      const request = await ifFound(gateway.utility.getRequest({ request_id: requestId }));
      return request?.response_list.some(({ idp_id }) => idp_id === config.nodeId) ?? false;
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
  }
}
