import { MAIL_BYTES_MAX } from '@trine/protocol';
import type { CommandDesk } from '../ledger/command-desk.js';
import type { MailRoom } from '../mail/mail-room.js';
import type { RequestRecord, ResultCallback } from '../store/documents.js';
import type { UnitOfWork } from '../store/unit-of-work.js';
import type { NewRequest } from './new-request.js';

/** Contract (flows.md 6.1): a request whose letters can't be sent is recorded, but its creation is reported as failed. */
const LETTER_TOO_LARGE = 10000;

/** Records a planned request and sends its letters, in one piece of work. */
export class RequestCreator {
  constructor(
    private readonly desk: CommandDesk,
    private readonly mail: () => MailRoom,
  ) {}

  add(
    work: UnitOfWork,
    nodeId: string,
    { request_id, content, args, letters }: NewRequest,
    requester: { reference_id: string; callback_url: string; operation?: string },
    result: ResultCallback | undefined,
  ): void {
    const record: RequestRecord = {
      node_id: nodeId,
      request_id,
      content: { requester: content },
      doc: { requester: { ...requester, answers: {}, early_data: {}, awaited_data: {}, taken_data: [], data_requested: false, closing: false } },
    };
    work.putRequest(record, true);
    const sendable = letters.every(({ body }) => Buffer.byteLength(JSON.stringify(body)) <= MAIL_BYTES_MAX);
    const command = this.desk.send<'CreateRequest'>(work, {
      node_id: nodeId,
      type: 'CreateRequest',
      aggregate: request_id,
      args,
      reference: { family: requester.operation === undefined ? 'request' : 'identity', reference_id: requester.reference_id, free: 'on_failure' },
      createsRequest: request_id,
      // Contract (callbacks.md 4): a stopped ledger fails an RP's request, but only delays a consent request.
      ...(requester.operation !== undefined && { keptWhile: 'ledger_stopped' as const }),
      ...(result && { result }),
      ...(!sendable && { failWith: LETTER_TOO_LARGE }),
    });
    for (const { to, body } of sendable ? letters : []) {
      this.mail().send(work, { from: nodeId, to, type: 'consent_request', request_id, vouched_by: command, body });
    }
  }
}
