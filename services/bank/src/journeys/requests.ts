import { createHash } from 'node:crypto';
import { accessorSignature, comparisonCode, type Callback } from '@trine/client';
import { paddedMessageHash } from '@trine/protocol';
import { rsaModulus } from '@trine/crypto';
import type { Challenge, ErrorCode, History, Receipt, RejectInput, RequestDetail, RequestStep, RequestSummary, TermsInput } from '../api.js';
import type { SignedIn } from '../access/customers.js';
import { BankError } from '../errors.js';
import { toldError, type Parts } from '../parts.js';
import { maskedCitizenId } from '../rules/masks.js';
import type { Change, Reader } from '../store/store.js';
import { TERMS } from '../terms.js';
import { errorAnswer, type Answer } from './answers.js';
import { recordConsent } from './consents.js';
import { registrationOf, type RegistrationRow } from './ndid.js';
import { challengeView, checkChallenge, keptChallenge, type Picture } from './pictures.js';
import { checkStep, stepOf, type RequestRow } from './request-steps.js';
import { labelledLines } from '../scheme/message.js';

export type IncomingRequest = Callback<'incoming_request'>;

/** Requests of organisations, from the bell to the answer (KB-45 to KB-54). */
export class Requests {
  constructor(private readonly parts: Parts) {}

  async list(who: SignedIn): Promise<RequestSummary[]> {
    const rows = await this.parts.store.all<RequestRow>("select * from request where customer_id = $1 and not (display ? 'hidden') order by asked_at desc limit 100", [who.customerId]);
    return rows.map((row) => this.summary(row, who));
  }

  async get(id: string, who: SignedIn): Promise<RequestDetail> {
    return this.detail(await this.own(this.parts.store, id, who), who);
  }

  /**
   * PIN or passkey was right: the request opens for this device (KB-46). A person answers one at a time: another one that was open goes
   * back to its beginning, so that nobody is led to consent to two at once.
   */
  async approve(id: string, who: SignedIn): Promise<RequestDetail> {
    return this.change(id, who, ['DETAIL'], async (change, _, registration) => {
      registered(registration);
      const approval: RequestRow['approval'] = { device_id: who.deviceId, at: this.parts.clock.real().toISOString() };
      await change.all("update request set step = 'PHOTO_TERMS', approval = $2, error_code = null where id = $1", [id, JSON.stringify(approval)]);
      const others = await change.all<{ id: string }>('update request set approval = null where customer_id = $1 and id <> $2 and approval is not null returning id', [who.customerId, id]);
      for (const other of others) await change.emit(who.customerId, 'request', other.id);
    }, { lock: 'for update' });
  }

  /** @throws unless this step is the next one: asked before a PIN is checked, so that no attempt is spent on an expired request */
  async checkOpen(id: string, who: SignedIn): Promise<void> {
    checkStep(this.step(await this.own(this.parts.store, id, who), who), ['DETAIL']);
  }

  async photoTerms(id: string, who: SignedIn, { version, accepted }: TermsInput): Promise<RequestDetail> {
    return this.change(id, who, ['PHOTO_TERMS'], async (change, row) => {
      if (!accepted) return void (await change.all("update request set step = 'DETAIL', approval = null where id = $1", [id]));
      if (version !== TERMS.PHOTO.version) throw new BankError('KB_TERMS_CHANGED');
      await recordConsent(change, { customerId: who.customerId, kind: 'PHOTO', version, deviceId: who.deviceId, organisation: row.requester_node_id, at: this.parts.clock.now() });
      await change.all("update request set step = 'PHOTO' where id = $1", [id]);
    });
  }

  async challenge(id: string, who: SignedIn): Promise<Challenge> {
    const { store, ports, clock } = this.parts;
    return store.within(async (change) => {
      const row = await this.own(change, id, who, 'for update');
      checkStep(this.step(row, who), ['PHOTO']);
      const kept = keptChallenge(ports.faces.newChallenge(), clock.real());
      await change.all("update request set challenge = $2, step = 'PHOTO' where id = $1", [id, JSON.stringify(kept)]);
      return challengeView(kept, (real) => clock.shown(real));
    });
  }

  /** A new picture for each request (KB-48). The third mismatch answers it with an error (KB-49). */
  async photo(id: string, who: SignedIn, picture: Picture): Promise<RequestDetail> {
    const { clock, ports, store, config: { bank: { policy } } } = this.parts;
    const challenge = await store.within(async (change) => {
      const row = await this.own(change, id, who, 'for update');
      checkStep(this.step(row, who), ['PHOTO']);
      const kept = checkChallenge(row.challenge, picture, clock.real());
      await change.all("update request set step = 'COMPARING', comparing_since = $2, challenge = null, error_code = null where id = $1", [id, clock.real()]);
      await change.emit(who.customerId, 'request', id);
      return kept;
    });
    try {
      const record = await ports.identities.verified(who.customerId);
      const verdict = record ? await ports.faces.judge({ challenge, still: picture.still, frames: picture.frames, reference: record.referencePicture }) : { outcome: 'MISMATCH' as const };
      await store.within(async (change) => {
        const row = await this.own(change, id, who, 'for update');
        if (row.step !== 'COMPARING') return;
        const mismatches = row.attempts + (verdict.outcome === 'MISMATCH' ? 1 : 0);
        if (mismatches >= policy.attempts_max) {
          await change.all('update request set attempts = $2 where id = $1', [id, mismatches]);
          return errorAnswer(change, this.parts, id, 'FACE_MISMATCH', 'KB_FACE_MISMATCH');
        }
        const code: ErrorCode | null = verdict.outcome === 'UNUSABLE' ? verdict.fault : verdict.outcome === 'MISMATCH' ? 'KB_FACE_MISMATCH' : null;
        await change.all('update request set step = $2, error_code = $3, attempts = $4, comparing_since = null where id = $1', [id, code ? 'PHOTO' : 'CONSENT', code, mismatches]);
        await change.emit(who.customerId, 'request', id);
      });
    } catch (error) {
      await store.all("update request set step = 'PHOTO', comparing_since = null where id = $1 and step = 'COMPARING'", [id]);
      throw error;
    }
    return this.get(id, who);
  }

  /** Signs the very message that was shown, with the customer's accessor, and sends the answer (KB-51, KB-91). Pressed again it changes nothing. */
  async consent(id: string, who: SignedIn, messageSha256: string): Promise<RequestDetail> {
    const { clock } = this.parts;
    return this.change(id, who, ['CONSENT'], async (change, row, held) => {
      const registration = registered(held);
      const incoming = this.incoming(row);
      if (messageHash(incoming) !== messageSha256) throw new BankError('KB_MESSAGE_CHANGED');
      const answer = this.signed('ACCEPT', registration, incoming);
      await recordConsent(change, { customerId: who.customerId, kind: 'DISCLOSURE', version: messageSha256, deviceId: who.deviceId, organisation: row.requester_node_id, items: row.display.items, at: clock.now() });
      await this.answer(change, row, answer, 'SENDING');
    }, { done: ['SENDING', 'SENT'] });
  }

  /** No data leaves (KB-54). Who is not registered has no key to sign with; then the organisation gets an error answer. */
  async reject(id: string, who: SignedIn, { reason }: RejectInput): Promise<RequestDetail> {
    const { clock } = this.parts;
    return this.change(id, who, ['REGISTRATION_NEEDED', 'DETAIL', 'PHOTO_TERMS', 'PHOTO', 'CONSENT'], async (change, row, registration) => {
      if (reason === 'NOT_ME') await change.audit('request not started by the customer', who.customerId, { request: id, requester: row.requester_node_id }, clock.now());
      if (registration?.state !== 'REGISTERED') return errorAnswer(change, this.parts, id, 'NOT_ELIGIBLE', 'KB_NOT_REGISTERED', 'REJECTED');
      const answer = this.signed('REJECT', registration, this.incoming(row));
      await this.answer(change, row, { ...answer, ...(reason === 'NOT_ME' && { not_me: true }) }, 'REJECTED');
    }, { done: ['REJECTED'] });
  }

  async history(who: SignedIn): Promise<History> {
    const rows = await this.parts.store.all<RequestRow>(
      "select * from request where customer_id = $1 and not (display ? 'hidden') and (answered_at is not null or step = 'EXPIRED') order by coalesce(answered_at, expires_at) desc limit 200",
      [who.customerId],
    );
    const outcomes: Partial<Record<RequestStep, History['disclosures'][number]['outcome']>> = { SENT: 'ACCEPTED', SENDING: 'ACCEPTED', REJECTED: 'REJECTED', EXPIRED: 'EXPIRED' };
    return {
      disclosures: rows.map((row) => ({
        id: row.id,
        organisation: row.display.organisation,
        service: row.display.service,
        items: row.display.items,
        outcome: outcomes[row.step] ?? 'ERROR',
        at: row.answered_at?.toISOString() ?? this.parts.clock.shown(row.expires_at),
        ...(row.answer?.kind === 'ACCEPT' && row.step === 'SENT' && { receipt: `/api/history/${row.id}/receipt` }),
      })),
    };
  }

  async receipt(id: string, who: SignedIn): Promise<Receipt> {
    const row = await this.own(this.parts.store, id, who);
    const { answer } = row;
    if (answer?.kind !== 'ACCEPT' || row.step !== 'SENT') throw new BankError('NOT_FOUND');
    const incoming = this.incoming(row);
    return {
      request_id: row.id,
      short_code: comparisonCode(row.id),
      bank: this.parts.config.bank.name,
      organisation: row.display.organisation,
      service: row.display.service,
      items: row.display.items,
      shown: { ...shownMessage(incoming), message_sha256: messageHash(incoming) },
      signed: answer.signed,
      signature: answer.signature,
      accessor_id: answer.accessor_id,
      accessor_public_key: answer.public_key,
      consented_at: row.answered_at?.toISOString() ?? '',
    };
  }

  /** The callback of a request, as the gateway sent it. */
  incoming(row: Pick<RequestRow, 'id' | 'content'>): IncomingRequest {
    return JSON.parse(this.parts.vault.open(`request ${row.id}`, row.content).toString('utf8')) as IncomingRequest;
  }

  /** An answer signed with the customer's accessor over the request's message. */
  signed(kind: 'ACCEPT' | 'REJECT', registration: RegistrationRow, incoming: IncomingRequest): Answer & { kind: 'ACCEPT' | 'REJECT' } {
    const { accessor_id, public_key, private_key } = registration;
    const signature = accessorSignature(this.parts.vault.open(`accessor ${accessor_id}`, private_key).toString('utf8'), incoming);
    const signed = Buffer.from(paddedMessageHash(incoming.request_message, incoming.initial_salt, incoming.request_id, rsaModulus(public_key))).toString('base64');
    return { kind, accessor_id, public_key, signature, signed };
  }

  private async answer(change: Change, row: RequestRow, answer: Answer, step: RequestStep): Promise<void> {
    const now = this.parts.clock.now();
    await change.all('update request set step = $2, answer = $3, answered_at = $4, approval = null, error_code = null where id = $1', [row.id, step, JSON.stringify(answer), now]);
    await change.life(row.id, 'DECISION', answer.kind === 'ACCEPT' ? 'accepted by the customer' : 'rejected by the customer', {}, now);
    await change.enqueue('ANSWER', row.id);
  }

  /** One step, in one transaction. `done`: where the same press finds that it has been taken; `lock`: of the person's registration. */
  private async change(
    id: string, who: SignedIn, wanted: RequestStep[], work: (change: Change, row: RequestRow, registration: RegistrationRow | undefined) => Promise<void>,
    { done = [], lock = 'for share' }: { done?: RequestStep[]; lock?: 'for share' | 'for update' } = {},
  ): Promise<RequestDetail> {
    await this.parts.store.within(async (change) => {
      // Registration before request, as everywhere, so that nobody waits in a circle.
      const registration = await registrationOf(change, who.customerId, lock);
      const row = await this.own(change, id, who, 'for update');
      const step = this.step(row, who);
      if (done.includes(step)) return;
      checkStep(step, wanted);
      await work(change, row, registration);
      await change.emit(who.customerId, 'request', id);
      await change.emit(who.customerId, 'ndid', who.customerId);
    });
    return this.get(id, who);
  }

  private async own(reader: Reader, id: string, who: SignedIn, lock = ''): Promise<RequestRow> {
    const row = await reader.one<RequestRow>(`select * from request where id = $1 and customer_id = $2 and not (display ? 'hidden') ${lock}`, [id, who.customerId]);
    if (!row) throw new BankError('NOT_FOUND');
    return row;
  }

  private step(row: RequestRow, who: SignedIn): RequestStep {
    return stepOf(row, { deviceId: who.deviceId, realNow: this.parts.clock.real(), approvalMinutes: this.parts.config.bank.approval_minutes });
  }

  private summary(row: RequestRow, who: SignedIn): RequestSummary {
    const { clock } = this.parts;
    return {
      id: row.id,
      organisation: row.display.organisation,
      service: row.display.service,
      short_code: comparisonCode(row.id),
      asked_at: clock.shown(row.asked_at),
      expires_at: clock.shown(row.expires_at),
      step: this.step(row, who),
    };
  }

  private detail(row: RequestRow, who: SignedIn): RequestDetail {
    const { config: { bank } } = this.parts;
    const incoming = this.incoming(row);
    const summary = this.summary(row, who);
    const { reference } = labelledLines(incoming.request_message);
    const attemptsLeft = Math.max(0, bank.policy.attempts_max - row.attempts);
    const code: ErrorCode | null = summary.step === 'EXPIRED' ? 'KB_REQUEST_EXPIRED' : row.error_code;
    return {
      ...summary,
      ...shownMessage(incoming),
      message_sha256: messageHash(incoming),
      ...(reference && { reference }),
      items: row.display.items,
      bank_items: [
        { name: { th: 'ชื่อ-นามสกุล', en: 'Name' }, value: `${who.name.th} / ${who.name.en}` },
        { name: { th: 'เลขประจำตัวประชาชน', en: 'Citizen number' }, value: maskedCitizenId(who.citizenId) },
      ],
      attempts_left: attemptsLeft,
      ...(summary.step === 'PHOTO_TERMS' && { terms: TERMS.PHOTO }),
      ...(code && { error: toldError(this.parts, code, { ...(code === 'KB_FACE_MISMATCH' && { attempts_left: attemptsLeft, ...(summary.step === 'FAILED' && { action: 'CLOSE' as const }) }) }) }),
    };
  }
}

/** @throws while the customer cancels, or has no registration any more (KB-79) */
function registered(row: RegistrationRow | undefined): RegistrationRow {
  if (row?.state === 'CANCELLING') throw new BankError('KB_CANCELLING');
  if (row?.state !== 'REGISTERED') throw new BankError('KB_NOT_REGISTERED');
  return row;
}

const DATA_URL = /^data:([^,;]*(?:;[^,;]+=[^,;]+)*)(;base64)?,/;

/** Text as text; what is a data URL as its content in base64. */
function shownMessage({ request_message }: IncomingRequest): { message: string; message_content_type: string } {
  const match = DATA_URL.exec(request_message);
  if (!match) return { message: request_message, message_content_type: 'text/plain' };
  const rest = request_message.slice(match[0].length);
  return { message: match[2] ? rest : Buffer.from(unescaped(rest)).toString('base64'), message_content_type: match[1] || 'text/plain' };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const messageHash = ({ request_message }: IncomingRequest): string => createHash('sha256').update(request_message, 'utf8').digest('hex');
