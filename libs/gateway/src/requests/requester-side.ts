import { LRUCache } from 'lru-cache';
import { publicKeyOf, verifyBytes } from '@trine/crypto';
import {
  identifierHash,
  isNormal,
  requestStatus,
  type LedgerEvent,
  type MailBodies,
  type RequestDetail,
  type RequestNews,
  type ResponseValidity,
} from '@trine/protocol';
import type { CallbackQueue } from '../callbacks/callback-queue.js';
import { addErrorCallback } from '../callbacks/error-callback.js';
import type { GatewayConfig } from '../config.js';
import type { CommandDesk } from '../ledger/command-desk.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { AccessorFacts, AssociationFacts, NodeKey } from '../ledger/ledger-facts.js';
import type { NodeDirectory } from '../ledger/node-directory.js';
import type { MailRoom } from '../mail/mail-room.js';
import type { ReceivedLetter, RequestRecord, RequesterAnswer, RequesterContent, RequesterPart, ResultCallback } from '../store/documents.js';
import type { GatewayStore } from '../store/gateway-store.js';
import type { References } from '../store/references.js';
import { UnitOfWork } from '../store/unit-of-work.js';
import { unpackData } from './as-data.js';
import { isConsentSignature } from './consent-check.js';
import { addRequestStatus } from './request-status.js';

interface OwnRequest extends RequestRecord {
  content: { requester: RequesterContent };
  doc: { detail: RequestDetail; height: string; requester: RequesterPart };
}

type ConsentFacts = [association: AssociationFacts | null, accessor: AccessorFacts | null, group: { reference_group_code: string } | null];

/** What was asked ahead is used this long: the time that an event takes after its letter. */
const ASKED_AHEAD_MS_MAX = 1_000;
const ASKED_AHEAD_COUNT_MAX = 10_000;
/** Timers longer than this are set in steps: setTimeout counts in 32 bits. */
const TIMER_MS_MAX = 2_000_000_000;
const pairKey = (serviceId: string, asId: string): string => JSON.stringify([serviceId, asId]);

/**
 * The requester's side of a request (contract: flows.md 6.5 to 6.7): checks the answers of IdPs, asks the sources, takes in
 * their data, closes and times out.
 */
export class RequesterSide {
  /** Goes on with the identity operation that asked for a consent; set by the identity room. */
  onConsentEnd: (record: RequestRecord, work: UnitOfWork) => void = () => undefined;
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly askedAhead = new LRUCache<string, { facts: Promise<ConsentFacts>; at: number }>({ max: ASKED_AHEAD_COUNT_MAX });

  constructor(
    private readonly config: GatewayConfig,
    private readonly store: GatewayStore,
    private readonly desk: CommandDesk,
    private readonly mail: () => MailRoom,
    private readonly callbacks: CallbackQueue,
    private readonly references: References,
    private readonly ledger: LedgerClient,
    private readonly directory: NodeDirectory,
  ) {}

  /** Sets the timers of requests that an earlier process left running. */
  async load(): Promise<void> {
    for (const { node_id, request_id } of await this.store.ownRunningRequests()) {
      const record = await this.store.loadRequest(node_id, request_id);
      if (record?.doc.requester?.due_at !== undefined) this.armTimer(record, record.doc.requester.due_at);
    }
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  async onChange(record: RequestRecord, event: LedgerEvent & { request: RequestNews }, work: UnitOfWork): Promise<void> {
    const { change, signature } = event.request;
    const own = record as OwnRequest;
    const { detail, requester } = own.doc;
    switch (change.kind) {
      case 'created':
        requester.due_at = Date.now() + detail.request_timeout * 1000;
        work.afterCommit(() => this.armTimer(record, requester.due_at as number));
        this.tell(own, detail, event.height, work);
        return;
      case 'idp_response': {
        const answer = (requester.answers[change.idp_id] ??= {});
        answer.recorded = { height: event.height, detail };
        await this.checkAnswer(own, change.idp_id, answer, work);
        return;
      }
      case 'as_response': {
        this.tell(own, detail, event.height, work);
        if (signature === undefined) this.closeIfDone(own, work);
        else await this.takeData(own, change, signature, work);
        return;
      }
      case 'data_received':
        work.makeAsDataReadable({ node_id: own.node_id, request_id: own.request_id, service_id: change.service_id, as_id: change.as_id });
        this.tell(own, detail, event.height, work);
        this.closeIfDone(own, work);
        return;
      case 'closed':
      case 'timed_out':
        this.tell(own, detail, event.height, work);
        this.end(own, work);
        if (requester.operation !== undefined) this.onConsentEnd(record, work);
        return;
    }
  }

  async onLetter(record: RequestRecord, letter: ReceivedLetter<'idp_response'> | ReceivedLetter<'as_response'>, work: UnitOfWork): Promise<void> {
    const own = record as OwnRequest;
    const { requester } = own.doc;
    work.putRequest(record);
    if (letter.type === 'idp_response') {
      const { idp_id } = letter.body;
      // An IdP speaks for itself only.
      if (idp_id !== letter.from) return this.refuse(own, 10044, 'rp.processMessage', work);
      const answer = (requester.answers[idp_id] ??= {});
      // An earlier letter may be of an answer that was not recorded.
      if (!answer.validity) answer.letter = letter;
      if (!answer.recorded && letter.body.accessor_id !== undefined) this.askAhead(own, idp_id, letter.body.accessor_id);
      await this.checkAnswer(own, idp_id, answer, work);
      return;
    }
    const { as_id, service_id, error_code } = letter.body;
    if (as_id !== letter.from) return this.refuse(own, 10044, 'rp.processMessage', work);
    if (error_code !== undefined) {
      this.mail().file(work, own.node_id, 'inbound', letter, own.doc.height);
      return;
    }
    const pair = pairKey(service_id, as_id);
    if (requester.taken_data.includes(pair)) return;
    requester.early_data[pair] = letter;
    const signature = requester.awaited_data[pair];
    if (signature !== undefined) await this.takeData(own, letter.body, signature, work);
  }

  /** The validity flags to record with the end of a request. */
  validity(record: RequestRecord): ResponseValidity[] {
    return Object.entries(record.doc.requester?.answers ?? {}).flatMap(([idp_id, { validity }]) => (validity ? [{ idp_id, ...validity }] : []));
  }

  /** Closes a request on the back end's wish (contract: flows.md 6.6); the ledger decides. */
  async close(nodeId: string, requestId: string, result: ResultCallback): Promise<void> {
    const work = new UnitOfWork();
    const record = await this.store.loadRequest(nodeId, requestId);
    this.desk.send<'CloseRequest'>(work, {
      node_id: nodeId,
      type: 'CloseRequest',
      aggregate: requestId,
      args: { request_id: requestId, response_valid_list: record ? this.validity(record) : [] },
      result,
    });
    await this.store.commit(work);
  }

  private async checkAnswer(own: OwnRequest, idpId: string, answer: RequesterAnswer, work: UnitOfWork): Promise<void> {
    if (!answer.recorded || answer.validity) return;
    const { detail, height } = answer.recorded;
    const response = detail.response_list.find((r) => r.idp_id === idpId);
    if (!response) return;
    const checkable = isNormal(response) && own.doc.detail.mode !== 1;
    // The accessor is named in the IdP's letter.
    if (checkable && !answer.letter) return;
    answer.validity = checkable ? await this.validityOf(own, idpId, response, answer.letter?.body.accessor_id) : { valid_ial: null, valid_signature: null };
    delete answer.recorded;
    if (answer.letter) this.mail().file(work, own.node_id, 'inbound', answer.letter, height);
    if (!detail.closed && !detail.timed_out) this.tell(own, detail, height, work);
    if (own.doc.detail.closed || own.doc.detail.timed_out) return;
    if (own.doc.requester.operation !== undefined) {
      await this.onConsentAnswer(own, work);
      return;
    }
    await this.askSources(own, work);
    this.closeIfDone(own, work);
  }

  /** Set by the identity room: decides a consent by its first answer. */
  onConsentAnswer: (record: RequestRecord, work: UnitOfWork) => Promise<void> = () => Promise.resolve();

  private async validityOf(
    own: OwnRequest,
    idpId: string,
    response: { ial: number; signature: string },
    accessorId: string | undefined,
  ): Promise<{ valid_ial: boolean; valid_signature: boolean }> {
    const { request_message, initial_salt } = own.content.requester;
    const [association, accessor, group] = await this.factsAbout(own, idpId, accessorId ?? '');
    const belongs = accessor !== null && accessor.active && accessor.reference_group_code === group?.reference_group_code;
    return {
      valid_ial: association?.ial === response.ial,
      valid_signature:
        belongs && isConsentSignature({ request_message, initial_salt, request_id: own.request_id }, accessor.accessor_public_key, response.signature),
    };
  }

  /** Contract (flows.md 6.3): the identity counts as registered when the answer arrives, so it may be asked about ahead. */
  private factsAbout(own: OwnRequest, idpId: string, accessorId: string): Promise<ConsentFacts> {
    const key = `${own.request_id} ${idpId}`;
    const ahead = this.askedAhead.get(key);
    this.askedAhead.delete(key);
    if (ahead && Date.now() - ahead.at < ASKED_AHEAD_MS_MAX) return ahead.facts;
    const { namespace, identifier } = own.content.requester;
    const person = { identity_namespace: namespace, identity_identifier_hash: identifierHash(identifier) };
    return this.ledger.ask<ConsentFacts>(
      { name: 'GetAssociation', params: { ...person, node_id: idpId } },
      { name: 'GetAccessor', params: { accessor_id: accessorId } },
      { name: 'GetReferenceGroupCode', params: person },
    );
  }

  /** Asks while the ledger's event is still on its way. */
  private askAhead(own: OwnRequest, idpId: string, accessorId: string): void {
    const facts = this.factsAbout(own, idpId, accessorId);
    facts.catch(() => undefined);
    this.askedAhead.set(`${own.request_id} ${idpId}`, { facts, at: Date.now() });
  }

  private allValid({ doc: { detail, requester } }: OwnRequest): boolean {
    if (detail.mode === 1) return true;
    return detail.response_list.filter(isNormal).every(({ idp_id }) => {
      const validity = requester.answers[idp_id]?.validity;
      return validity?.valid_ial === true && validity.valid_signature === true;
    });
  }

  /** Asks the sources once the consents are complete and valid (contract: flows.md 6.5, step 5). */
  private async askSources(own: OwnRequest, work: UnitOfWork): Promise<void> {
    const { detail, requester } = own.doc;
    const normal = detail.response_list.filter(isNormal);
    const complete = requestStatus(detail) === 'confirmed' && normal.length === detail.min_idp && this.allValid(own);
    const answered = detail.data_request_list.some(({ response_list }) => response_list.length > 0);
    if (!complete || answered || requester.data_requested || detail.data_request_list.length === 0) return;
    requester.data_requested = true;
    const content = own.content.requester;
    for (const asId of new Set(detail.data_request_list.flatMap(({ as_id_list }) => as_id_list))) {
      const services = detail.data_request_list.filter(({ as_id_list }) => as_id_list.includes(asId)).map(({ service_id }) => service_id);
      const body: MailBodies['data_request'] = {
        request_id: own.request_id,
        mode: detail.mode,
        namespace: content.namespace,
        identifier: content.identifier,
        service_data_request_list: content.services.filter(({ service_id }) => services.includes(service_id)),
        request_message: content.request_message,
        request_message_salt: content.request_message_salt,
        response_private_data_list: detail.mode === 1 ? [] : normal.map(({ idp_id }) => ({ idp_id, accessor_id: requester.answers[idp_id]?.letter?.body.accessor_id ?? '' })),
        creation_time: content.creation_time,
        request_timeout: detail.request_timeout,
        rp_id: own.node_id,
        initial_salt: content.initial_salt,
      };
      this.mail().send(work, { from: own.node_id, to: asId, type: 'data_request', request_id: own.request_id, body }, own.doc.height);
    }
  }

  /** Takes in AS data when both its letter and the ledger's record of its signature are there (contract: flows.md 6.7). */
  private async takeData(own: OwnRequest, { as_id, service_id }: { as_id: string; service_id: string }, signature: string, work: UnitOfWork): Promise<void> {
    const { requester } = own.doc;
    const pair = pairKey(service_id, as_id);
    const letter = requester.early_data[pair];
    if (!letter) {
      requester.awaited_data[pair] = signature;
      return;
    }
    delete requester.early_data[pair];
    // A letter of an earlier answer, which was not recorded: that of the recorded one may still come, once.
    if (letter.body.signature !== signature && requester.awaited_data[pair] === undefined) {
      requester.awaited_data[pair] = signature;
      return this.refuse(own, 10033, 'processAsResponse', work);
    }
    requester.taken_data.push(pair);
    delete requester.awaited_data[pair];
    this.mail().file(work, own.node_id, 'inbound', letter, own.doc.height);
    const { packed_data, data_salt = '' } = letter.body;
    const data = packed_data && (await unpackData(packed_data).catch(() => undefined));
    const key = data !== undefined && letter.body.signature === signature ? await this.keyBehind(signature, data + data_salt, as_id) : undefined;
    if (data === undefined || !key) return this.refuse(own, 10033, 'processAsResponse', work);
    work.putAsData({
      node_id: own.node_id,
      request_id: own.request_id,
      service_id,
      as_id,
      source_signature: signature,
      signature_signing_algorithm: key.algorithm,
      signature_signing_key_version: key.version,
      data_salt,
      data,
    });
    this.desk.send<'SetDataReceived'>(work, {
      node_id: own.node_id,
      type: 'SetDataReceived',
      aggregate: own.request_id,
      args: { request_id: own.request_id, service_id, as_id },
      keptWhile: 'ledger_stopped_or_no_tokens',
    });
  }

  /**
   * The AS's signing key, if the signature over the data verifies with it. A former key counts too: the ledger has this very
   * signature from the AS, and a source that replaced its key after signing would otherwise have delivered in vain.
   */
  private async keyBehind(signature: string, signed: string, asId: string): Promise<NodeKey | undefined> {
    const isBehind = (key: NodeKey): Promise<boolean> => verifyBytes(key.algorithm, publicKeyOf(key.public_key), Buffer.from(signed, 'utf8'), Buffer.from(signature, 'base64'));
    const known = (await this.directory.keysOf(asId))?.signing_public_key;
    if (known && (await isBehind(known))) return known;
    const history = await this.ledger.askOne<{ signing_public_key_list: NodeKey[] }>('GetNodePublicKeyList', { node_id: asId });
    for (const key of history?.signing_public_key_list.toReversed() ?? []) if (await isBehind(key)) return key;
    return undefined;
  }

  /** Automatic closing (contract: flows.md 6.6). */
  private closeIfDone(own: OwnRequest, work: UnitOfWork): void {
    const { detail, requester } = own.doc;
    if (requester.closing || detail.closed || detail.timed_out || requester.operation !== undefined) return;
    const status = requestStatus(detail);
    const { autoClose } = this.config;
    const isDone =
      status === 'errored'
        ? autoClose.errored
        : (status === 'completed' || status === 'rejected' || status === 'complicated') && autoClose[status] && this.allValid(own);
    if (!isDone) return;
    requester.closing = true;
    this.desk.send<'CloseRequest'>(work, {
      node_id: own.node_id,
      type: 'CloseRequest',
      aggregate: own.request_id,
      args: { request_id: own.request_id, response_valid_list: this.validity(own) },
      keptWhile: 'ledger_stopped_or_no_tokens',
    });
  }

  private armTimer(record: RequestRecord, dueAt: number): void {
    const key = `${record.node_id} ${record.request_id}`;
    clearTimeout(this.timers.get(key));
    const wait = dueAt - Date.now();
    const fire = wait > TIMER_MS_MAX ? () => this.armTimer(record, dueAt) : () => void this.timeOut(record).catch(() => this.armTimer(record, Date.now() + 1_000));
    this.timers.set(key, setTimeout(fire, Math.max(0, Math.min(wait, TIMER_MS_MAX))));
  }

  /** The ledger ends it too, a little later; this way the answers' validity is recorded with it. */
  private async timeOut({ node_id, request_id }: RequestRecord): Promise<void> {
    const record = await this.store.loadRequest(node_id, request_id);
    if (!record) return;
    const work = new UnitOfWork();
    this.desk.send<'TimeOutRequest'>(work, {
      node_id,
      type: 'TimeOutRequest',
      aggregate: request_id,
      args: { request_id, response_valid_list: this.validity(record) },
      keptWhile: 'ledger_stopped_or_no_tokens',
    });
    await this.store.commit(work);
  }

  private end(own: OwnRequest, work: UnitOfWork): void {
    const key = `${own.node_id} ${own.request_id}`;
    work.afterCommit(() => {
      clearTimeout(this.timers.get(key));
      this.timers.delete(key);
    });
    if (own.doc.requester.operation === undefined) this.references.free(work, own.node_id, 'request', own.doc.requester.reference_id);
  }

  private tell(own: OwnRequest, detail: RequestDetail, height: string, work: UnitOfWork): void {
    // Consent requests have no status callback of their own: the operation's results tell of them.
    if (own.doc.requester.operation !== undefined) return;
    addRequestStatus(this.callbacks, work, { url: own.doc.requester.callback_url }, own.node_id, this.withValidity(own, detail), height);
  }

  /** While a request is open only its requester knows the validity of answers. */
  private withValidity({ doc: { requester } }: OwnRequest, detail: RequestDetail): RequestDetail {
    if (detail.closed || detail.timed_out) return detail;
    return { ...detail, response_list: detail.response_list.map((r) => (isNormal(r) ? { ...r, ...requester.answers[r.idp_id]?.validity } : r)) };
  }

  private refuse(own: OwnRequest, error: 10033 | 10044, action: string, work: UnitOfWork): void {
    addErrorCallback(this.callbacks, work, { role: 'rp', node_id: own.node_id, action, request_id: own.request_id, error });
  }
}
