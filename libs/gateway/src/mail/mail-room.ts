import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Bus, ReceivedMessage } from '@trine/bus';
import { readJws, seal, signJws, verifyJws } from '@trine/crypto';
import {
  MAIL_AGE_MS_MAX,
  type ErrorCode,
  type Mail,
  type MailReceipt,
  type MailType,
  type Topics,
} from '@trine/protocol';
import { securityEvent, type Logger } from '@trine/telemetry';
import { ApiError } from '../api/api-error.js';
import type { CallbackQueue } from '../callbacks/callback-queue.js';
import type { LedgerClient } from '../ledger/ledger-client.js';
import type { MqAddress, NodeInfo } from '../ledger/ledger-facts.js';
import type { NodeDirectory } from '../ledger/node-directory.js';
import type { NodeKeyring } from '../node/node-keys.js';
import type { PendingMail } from '../store/documents.js';
import type { GatewayStore } from '../store/gateway-store.js';
import { isStorableText } from '../store/storable.js';
import { UnitOfWork } from '../store/unit-of-work.js';
import { mailFault } from './mail-body.js';

/** First repetition of a letter without receipt; doubles up to the maximum. */
const REPEAT_MS_FIRST = 5_000;
const REPEAT_MS_MAX = 60_000;
const REPEAT_TICK_MS = 1_000;
/** Receipts are collected this long: nobody waits for them, and one signature serves many. */
const RECEIPT_MS = 250;
/** Letters remembered by id: more than come in while a sender repeats one. */
const SEEN_COUNT_MAX = 100_000;
const ID_CHARS_MAX = 500;
const CLOCK_SKEW_MS_MAX = 5 * 60 * 1000;
/** Name of the stored position in a node's mail; this gateway's own node has the plain one. */
const offsetCursor = (suffix: string): string => `mail_offset${suffix}`;

/** A letter that was opened and checked. */
export type ReceivedMail<T extends MailType = MailType> = Mail<T> & { signature: string };

/** Acts on letters, inside the piece of work that marks them as seen. */
export type MailHandler = (mail: ReceivedMail[], work: UnitOfWork, commit: () => Promise<void>) => Promise<void>;

interface Outgoing {
  mail: PendingMail;
  /** The recipient has it, but the command that vouches for it has no outcome yet. */
  received: boolean;
  repeatAt: number;
  waitMs: number;
  /** On its way to the bus: a slow crypto service is not asked twice for one letter. */
  underWay?: boolean;
}

/**
 * Private messages between members: signed by the sender, sealed for the recipient.
 *
 * Outgoing letters are rows until the recipient's gateway has acknowledged them, and repeated until then. Incoming ones are
 * acted on once (by letter id), in arrival order per request; a letter that is forged, altered, expired or not addressed to
 * the node whose mail it is changes nothing, leaves a security line and an `error` callback.
 *
 * One room serves every node that the gateway acts for; each node's mail has a position of its own.
 */
export class MailRoom {
  private readonly outgoing = new Map<string, Outgoing>();
  private readonly byCommand = new Map<string, string[]>();
  private readonly seen = new LRUCache<string, true>({ max: SEEN_COUNT_MAX });
  private readonly receipts = new Map<string, { from: string; to: string; received: string[] }>();
  private receiptTimer: NodeJS.Timeout | undefined;
  private readonly repetition = setInterval(() => this.repeat(), REPEAT_TICK_MS);
  private readonly mailboxes = new Map<string, { cursor: string; offset: bigint | undefined; takenOverAt: number | undefined }>();
  private inHand = 0;

  constructor(
    private readonly chainId: string,
    private readonly topics: Topics,
    private readonly store: GatewayStore,
    private readonly bus: Bus,
    private readonly keys: NodeKeyring,
    private readonly directory: NodeDirectory,
    private readonly ledger: LedgerClient,
    private readonly callbacks: CallbackQueue,
    private readonly onRefused: (nodeId: string, code: ErrorCode, work: UnitOfWork) => void,
    private readonly logger: Logger,
  ) {}

  get pendingCount(): number {
    return this.outgoing.size;
  }

  adopt(mail: PendingMail): void {
    this.keep(mail, 0);
  }

  /** Reads where in a node's mail an earlier process stopped. */
  async open(nodeId: string, cursorSuffix: string): Promise<void> {
    const cursor = offsetCursor(cursorSuffix);
    const offset = await this.store.cursor(cursor);
    this.mailboxes.set(nodeId, { cursor, offset: offset === undefined ? undefined : BigInt(offset), takenOverAt: offset === undefined && cursorSuffix !== '' ? Date.now() : undefined });
  }

  /** Where to go on reading a node's mail. */
  position(nodeId: string): bigint | undefined {
    return this.mailboxes.get(nodeId)?.offset;
  }

  async stop(): Promise<void> {
    clearInterval(this.repetition);
    clearTimeout(this.receiptTimer);
    await this.sendReceipts();
  }

  /**
   * Adds a letter to a piece of work; it leaves once that is durable. With `vouched_by` it leaves together with that
   * command: the recipient waits for the ledger's word anyway. Otherwise `height` says what it refers to.
   */
  send<T extends MailType>(work: UnitOfWork, letter: Omit<PendingMail<T>, 'id' | 'kind'>, height?: string): void {
    const mail = { ...letter, id: randomUUID(), kind: 'mail' as const } as unknown as PendingMail;
    work.outbox.set(mail.id, mail);
    if (height !== undefined) this.file(work, mail.from, 'outbound', mail, height);
    work.afterCommit(() => {
      this.keep(mail, Date.now() + REPEAT_MS_FIRST);
      this.dispatch(mail);
    });
  }

  /** The command that vouches for letters has its outcome: they stand, or are taken back. */
  settle(commandId: string, accepted: boolean, height: string, work: UnitOfWork): void {
    for (const id of this.byCommand.get(commandId) ?? []) {
      const outgoing = this.outgoing.get(id);
      if (!outgoing) continue;
      if (accepted) this.file(work, outgoing.mail.from, 'outbound', outgoing.mail, height);
      if (accepted && !outgoing.received) {
        const { vouched_by: _settled, ...mail } = outgoing.mail;
        work.outbox.set(id, mail as PendingMail);
        work.onceStored(() => this.stand(outgoing));
      } else {
        work.outbox.set(id, null);
        work.onceStored(() => this.outgoing.delete(id));
      }
    }
    work.onceStored(() => this.byCommand.delete(commandId));
  }

  /** A letter that was vouched for is done when its receipt has come, which may have been a moment ago. */
  private stand(outgoing: Outgoing): void {
    delete outgoing.mail.vouched_by;
    if (!outgoing.received) return;
    const work = new UnitOfWork();
    work.outbox.set(outgoing.mail.id, null);
    this.outgoing.delete(outgoing.mail.id);
    this.store.commitLater(work);
  }

  /** Files a private message for `GET /utility/private_messages`, once it is known at what height its event was recorded. */
  file(
    work: UnitOfWork,
    nodeId: string,
    direction: 'inbound' | 'outbound',
    letter: { id: string; type: MailType; body: { request_id: string }; from: string; to?: string; signature?: string },
    height: string,
  ): void {
    const [chain_id, block] = splitHeight(height);
    const { id, type, body, from, to, signature } = letter;
    const peer = direction === 'inbound' ? { source: { node_id: from }, signature } : { to };
    work.privateMessages.set(`${direction} ${id}`, {
      id,
      node_id: nodeId,
      request_id: body.request_id,
      type,
      direction,
      doc: { message: { type, ...body, chain_id, height: block }, direction, ...peer, timestamp: Date.now() },
    });
  }

  private keep(mail: PendingMail, repeatAt: number): void {
    this.outgoing.set(mail.id, { mail, received: false, repeatAt, waitMs: REPEAT_MS_FIRST });
    if (mail.vouched_by) this.byCommand.set(mail.vouched_by, [...(this.byCommand.get(mail.vouched_by) ?? []), mail.id]);
  }

  private repeat(): void {
    const now = Date.now();
    for (const outgoing of this.outgoing.values()) {
      // Letters of a node that this gateway no longer acts for wait until it does again.
      if (outgoing.received || outgoing.underWay || outgoing.repeatAt > now || !this.keys.holds(outgoing.mail.from)) continue;
      outgoing.waitMs = Math.min(outgoing.waitMs * 2, REPEAT_MS_MAX);
      outgoing.repeatAt = now + outgoing.waitMs;
      this.dispatch(outgoing.mail);
    }
  }

  /** Signed and sealed anew each time: keys may have changed, and a repetition must not look expired. */
  private dispatch(mail: PendingMail): void {
    const outgoing = this.outgoing.get(mail.id);
    if (outgoing) outgoing.underWay = true;
    this.post(mail)
      .catch((error: unknown) => this.logger.warn({ mail_id: mail.id, type: mail.type, to: mail.to, reason: (error as Error).message }, 'a letter was not sent; it is repeated'))
      .finally(() => {
        if (outgoing) outgoing.underWay = false;
      });
  }

  private async post({ id, from, to, type, body }: PendingMail): Promise<void> {
    const recipient = await this.directory.keysOf(to);
    if (!recipient) throw new Error('the ledger does not know the recipient');
    const letter: Mail = { id, from, to, chain_id: this.chainId, type, issued_at: Date.now(), body };
    const jws = await signJws(this.keys.of(from).signing, from, letter);
    await this.bus.publish([{ topic: this.topics.mail(to), key: body.request_id, value: Buffer.from(seal(recipient.encryption_public_key.public_key, jws, recipient.encryption_public_key)) }]);
  }

  /** Letters and receipts being taken in. */
  get inHandCount(): number {
    return this.inHand;
  }

  /** Takes in a batch of a node's mail from the bus. */
  async take(nodeId: string, batch: ReceivedMessage[], handle: MailHandler): Promise<void> {
    this.inHand += batch.length;
    try {
      await this.takeIn(nodeId, batch, handle);
    } finally {
      this.inHand -= batch.length;
    }
  }

  private async takeIn(nodeId: string, batch: ReceivedMessage[], handle: MailHandler): Promise<void> {
    const mailbox = this.mailboxes.get(nodeId);
    const work = new UnitOfWork();
    const texts = batch.map((message) => message.value.toString('utf8'));
    const opened = await Promise.all(texts.map((text) => (isReceipt(text) ? undefined : this.read(nodeId, text, work))));
    await Promise.all(texts.filter(isReceipt).map((text) => this.takeReceipt(nodeId, text, work)));
    const letters = opened.filter((mail): mail is ReceivedMail => mail !== undefined);
    const fresh = letters.filter((mail) => !this.isRepeated(mail));
    const last = batch.at(-1);
    if (mailbox && last) work.cursors.set(mailbox.cursor, Number(last.offset + 1n));
    work.onceStored(() => {
      for (const mail of letters) this.acknowledge(mail);
    });
    const commit = (): Promise<void> => this.store.commitReceived(work);
    await (fresh.length === 0 ? commit() : handle(fresh, work, commit));
    for (const mail of fresh) this.seen.set(seenKey(mail), true);
    if (mailbox && last) mailbox.offset = last.offset + 1n;
  }

  /** What was seen before this process started, the request itself tells: it takes each kind of letter once per sender. */
  private isRepeated(mail: ReceivedMail): boolean {
    if (!this.seen.has(seenKey(mail))) return false;
    securityEvent(this.logger, 'mail_repeated', { from: mail.from, mail_id: mail.id, type: mail.type });
    return true;
  }

  /** Opens and checks one letter; undefined when it is not what it should be. */
  private async read(nodeId: string, jwe: string, work: UnitOfWork): Promise<ReceivedMail | undefined> {
    const { takenOverAt = 0 } = this.mailboxes.get(nodeId) ?? {};
    let issuedAt = Infinity;
    const refuse = (code: ErrorCode, reason: string, from?: string): undefined => {
      securityEvent(this.logger, 'mail_refused', { reason, code, from });
      // Letters from before the take-over were another gateway's; they have expired or were signed with keys since replaced.
      if (!(issuedAt < takenOverAt)) this.onRefused(nodeId, code, work);
      return undefined;
    };
    const text = await this.openSealed(nodeId, jwe);
    if (text === 'later') return undefined;
    if (text === undefined) return refuse(10022, 'cannot be opened');
    const jws = readJws(text);
    const mail = jws?.payload as Mail | undefined;
    if (!jws || !mail || !isId(mail.from) || !isId(mail.id)) return refuse(10023, 'malformed');
    issuedAt = mail.issued_at;
    if (mail.from !== jws.kid) return refuse(10021, 'signed by another node than its sender', mail.from);
    if (!(await this.isSignedBySender(mail.from, jws))) return refuse(10021, 'signature is wrong', mail.from);
    if (mail.to !== nodeId) return refuse(10023, 'addressed to another node', mail.from);
    if (mail.chain_id !== this.chainId) return refuse(10047, 'about another ledger', mail.from);
    if (!(Math.abs(Date.now() - mail.issued_at) < (mail.issued_at > Date.now() ? CLOCK_SKEW_MS_MAX : MAIL_AGE_MS_MAX))) return refuse(10023, 'expired', mail.from);
    const fault = mailFault(mail.type, mail.body);
    if (fault !== undefined) return refuse(fault, 'content does not fit its type', mail.from);
    return { ...mail, signature: jws.signature.toString('base64url') };
  }

  /** `later`: the member's crypto service is away, or the keys are not known yet. Without a receipt the sender repeats the letter, so nothing is lost. */
  private async openSealed(nodeId: string, jwe: string): Promise<string | undefined> {
    try {
      return await this.keys.of(nodeId).opener.open(jwe);
    } catch (error) {
      if (!(error instanceof ApiError)) return undefined;
      this.logger.warn({ code: error.code, reason: error.message }, 'a letter could not be opened yet; its sender repeats it');
      return 'later';
    }
  }

  private async isSignedBySender(from: string, jws: NonNullable<ReturnType<typeof readJws>>): Promise<boolean> {
    const verify = async (fresh: boolean): Promise<boolean> => {
      const key = (await this.directory.keysOf(from, { fresh }))?.signing_public_key;
      return key !== undefined && verifyJws(jws, key.public_key, key.algorithm);
    };
    return (await verify(false)) || verify(true);
  }

  private acknowledge({ id, from, to }: Mail): void {
    const pair = JSON.stringify([from, to]);
    this.receipts.set(pair, { from: to, to: from, received: [...(this.receipts.get(pair)?.received ?? []), id] });
    this.receiptTimer ??= setTimeout(() => {
      void this.sendReceipts();
    }, RECEIPT_MS);
  }

  private async sendReceipts(): Promise<void> {
    this.receiptTimer = undefined;
    const due = [...this.receipts.values()];
    this.receipts.clear();
    try {
      const messages = await Promise.all(
        due.filter(({ from }) => this.keys.holds(from)).map(async ({ from, to, received }) => {
          const receipt: MailReceipt = { from, to, chain_id: this.chainId, issued_at: Date.now(), received };
          return { topic: this.topics.mail(to), key: 'receipt', value: Buffer.from(await signJws(this.keys.of(from).signing, from, receipt)) };
        }),
      );
      if (messages.length > 0) await this.bus.publish(messages);
    } catch (error) {
      this.logger.debug({ reason: (error as Error).message }, 'receipts were not sent; the letters will come again');
    }
  }

  private async takeReceipt(nodeId: string, text: string, work: UnitOfWork): Promise<void> {
    const jws = readJws(text);
    const receipt = jws?.payload as MailReceipt | undefined;
    const isForHere = receipt?.to === nodeId && receipt.chain_id === this.chainId && Array.isArray(receipt.received);
    if (!jws || !isForHere || receipt.from !== jws.kid || !(await this.isSignedBySender(receipt.from, jws))) {
      securityEvent(this.logger, 'receipt_refused', { from: receipt?.from });
      return;
    }
    const outgoing = receipt.received.flatMap((id) => this.outgoing.get(id) ?? []).filter(({ mail, received }) => mail.to === receipt.from && mail.from === nodeId && !received);
    for (const entry of outgoing) {
      if (entry.mail.vouched_by) {
        entry.received = true;
      } else {
        work.outbox.set(entry.mail.id, null);
        work.onceStored(() => this.outgoing.delete(entry.mail.id));
      }
    }
    await this.tellDelivered(outgoing.map(({ mail }) => mail), work);
  }

  /** `message_queue_send_success`: only asked about where a back end wants to know. */
  private async tellDelivered(mail: PendingMail[], work: UnitOfWork): Promise<void> {
    const target = { name: 'node.message_queue_send_success_url' };
    for (const { from, to, request_id } of this.callbacks.isWanted(target) ? mail : []) {
      const node = await this.ledger.askOne<NodeInfo>('GetNodeInfo', { node_id: to });
      const address: MqAddress | undefined = (node?.proxy?.mq ?? node?.mq)?.[0];
      this.callbacks.add(work, {
        target,
        retry: 'once',
        node_id: from,
        request_id,
        body: { node_id: from, type: 'message_queue_send_success', destination_node_id: to, destination_ip: address?.ip, destination_port: address?.port, request_id },
      });
    }
  }
}

const isId = (value: unknown): value is string => typeof value === 'string' && value.length <= ID_CHARS_MAX && isStorableText(value);
/** Letters are JWEs of five parts, receipts JWSs of three. */
const isReceipt = (text: string): boolean => text.split('.', 4).length === 3;
const seenKey = ({ from, to, id }: Mail): string => JSON.stringify([from, to, id]);

function splitHeight(height: string): [chainId: string, height: number] {
  const colon = height.lastIndexOf(':');
  return [height.slice(0, colon), Number(height.slice(colon + 1))];
}
