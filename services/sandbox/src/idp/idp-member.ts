import { setTimeout as delay } from 'node:timers/promises';
import { accessorSignature, ifFound, refusalCode, type Callback } from '@trine/client';
import { memberCallbacks, resultText, type Member, type MemberParts } from '../member.js';
import { IDP_ERROR_CODE, MIN_AAL, PEOPLE, personByCitizenId, type BankScript, type Person } from '../people.js';
import { statusText } from '../timeline.js';
import type { AccessorStore } from './accessor-store.js';

/** A gateway has this long for one enrolment; then the callback or set-up that needs it is tried again. */
const ENROLMENT_MS_MAX = 30_000;
const POLL_MS_MIN = 20;
const POLL_MS_MAX = 1000;

const PERSON_UNKNOWN = [20020, 20071];
const SIGNATURE_WRONG = 20028;
/** Held already, or the same registration is still running. */
const ENROLMENT_KNOWN = [20019, 20045];

/** A bank: holds some of the people and answers for them as their script says. */
export class IdpMember implements Member {
  readonly nodeId: string;
  readonly callbacks;
  private readonly byGroupCode = new Map<string, Person>();

  /**
   * @param place the bank's place among the sandbox's IdPs, which says whose bank it is
   * @param bankIds node ids of all those IdPs
   */
  constructor(private readonly parts: MemberParts, private readonly accessors: AccessorStore, private readonly place: number, private readonly bankIds: readonly string[]) {
    this.nodeId = parts.nodeId;
    const { timeline } = parts;
    this.callbacks = memberCallbacks(parts, {
      incoming_request: (request) => this.answer(request),
      request_status: (update) => timeline.add(update.request_id, this.nodeId, statusText(update)),
      response_result: (result) => timeline.add(result.request_id, this.nodeId, resultText(result)),
      create_identity_request_result: (result) => this.heedEnrolment(result),
      create_identity_result: (result) => this.heedEnrolment(result),
    });
  }

  async setUp(): Promise<void> {
    const { gateway, callbackUrl } = this.parts;
    await gateway.idp.setCallback({
      incoming_request_url: `${callbackUrl}/incoming_request`,
      incoming_request_status_update_url: `${callbackUrl}/request_status`,
      identity_modification_notification_url: `${callbackUrl}/identity_modification`,
      error_url: `${callbackUrl}/error`,
    });
    await Promise.all(PEOPLE.map(async (person) => {
      const script = person.banks[this.place];
      if (!script) return;
      // Making a key takes long enough to be seen in a request.
      await this.accessors.of(person.id);
      if (script.enrolled) await this.enrol(person, script, script.enrolled);
    }));
  }

  private heedEnrolment({ success, reference_id, error }: Callback<'create_identity_request_result' | 'create_identity_result'>): void {
    if (!success) this.parts.logger.warn({ node: this.nodeId, reference: reference_id, code: error.code }, 'an enrolment failed');
  }

  private async answer(request: Callback<'incoming_request'>): Promise<void> {
    const { gateway, timeline, callbackUrl } = this.parts;
    const { request_id } = request;
    timeline.add(request_id, this.nodeId, 'incoming_request');
    const person = await this.personOf(request);
    const script = person?.banks[this.place];
    // A bank asks for consent to an enrolment; whoever is enrolled here agrees.
    const answer = this.bankIds.includes(request.requester_node_id) ? 'accept' : (script?.answer ?? 'error');
    if (answer === 'none') return timeline.add(request_id, this.nodeId, 'stays silent');

    // Counted from the creation, so that a callback that is delivered again after a restart doesn't wait anew.
    if (script?.delayMs) await delay(Math.max(0, request.creation_time + script.delayMs - Date.now()));
    const call = { reference_id: request_id, request_id, callback_url: `${callbackUrl}/response_result` };
    if (answer === 'error' || !person || !script) {
      this.note(request_id, `error answer ${IDP_ERROR_CODE}`, await refusalCode(gateway.idp.respondError({ ...call, error_code: IDP_ERROR_CODE })));
      return;
    }
    const response = { ...call, ial: script.ial, aal: MIN_AAL, status: answer };
    if (request.mode === 1) {
      this.note(request_id, answer, await refusalCode(gateway.idp.respond({ ...response, signature: 'none in mode 1' })));
      return;
    }
    const respond = async (request_message: string): Promise<number | undefined> => {
      const { accessorId, privateKey } = await this.accessors.of(person.id);
      const signature = accessorSignature(privateKey, { ...request, request_message });
      const code = await refusalCode(gateway.idp.respond({ ...response, accessor_id: accessorId, signature }));
      this.note(request_id, answer, code);
      return code;
    };
    let code = await respond(script.wrongSignatureFirst ? `${request.request_message}?` : request.request_message);
    if (code !== undefined && PERSON_UNKNOWN.includes(code)) {
      await this.enrol(person, script, script.enrolled ?? 2);
      timeline.add(request_id, this.nodeId, 'enrolled the person');
      code = await respond(request.request_message);
    }
    if (code === SIGNATURE_WRONG && script.wrongSignatureFirst) await respond(request.request_message);
  }

  private note(requestId: string, answer: string, code: number | undefined): void {
    this.parts.timeline.add(requestId, this.nodeId, code === undefined ? `answers: ${answer}` : `answers: ${answer}, refused with ${code}`);
  }

  /** Registers the person at this bank, unless that has been done. The same call again continues what an earlier one began. */
  private async enrol(person: Person, script: BankScript, mode: 2 | 3): Promise<void> {
    const { gateway, callbackUrl } = this.parts;
    const identity = identityOf(person);
    const until = Date.now() + ENROLMENT_MS_MAX;
    for (let waitMs = POLL_MS_MIN; !(await ifFound(gateway.identity.getIdentityIal(identity))); waitMs = Math.min(waitMs * 2, POLL_MS_MAX)) {
      const { accessorId, publicPem } = await this.accessors.of(person.id);
      const code = await refusalCode(gateway.identity.createIdentity({
        reference_id: `enrol-${person.id}`,
        callback_url: `${callbackUrl}/identity_result`,
        identity_list: [identity],
        mode,
        accessor_type: 'RSA',
        accessor_public_key: publicPem,
        accessor_id: accessorId,
        ial: script.ial,
        request_message: 'May another bank enrol you?',
      }));
      if (code !== undefined && !ENROLMENT_KNOWN.includes(code)) throw new Error(`${this.nodeId} may not enrol ${person.id}: ${code}`);
      if (Date.now() > until) throw new Error(`${this.nodeId} has not enrolled ${person.id} within ${ENROLMENT_MS_MAX} ms`);
      await delay(waitMs);
    }
    await this.learnGroupCode(person);
  }

  private async personOf({ namespace, identifier, reference_group_code }: Callback<'incoming_request'>): Promise<Person | undefined> {
    if (identifier !== undefined) return namespace === 'citizen_id' ? personByCitizenId(identifier) : undefined;
    // Not learnt yet in this run of the sandbox.
    if (!this.byGroupCode.has(reference_group_code!)) await Promise.all(PEOPLE.filter(({ banks }) => banks[this.place]).map((person) => this.learnGroupCode(person)));
    return this.byGroupCode.get(reference_group_code!);
  }

  private async learnGroupCode(person: Person): Promise<void> {
    const found = await ifFound(this.parts.gateway.identity.getIdentity(identityOf(person)));
    if (found) this.byGroupCode.set(found.reference_group_code, person);
  }
}

const identityOf = ({ citizenId }: Person): { namespace: string; identifier: string } => ({ namespace: 'citizen_id', identifier: citizenId });
