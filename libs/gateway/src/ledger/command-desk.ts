import { randomUUID } from 'node:crypto';
import type { Bus } from '@trine/bus';
import { signJws } from '@trine/crypto';
import { RESULT, type Command, type CommandArgs, type CommandType, type LedgerEvent, type Topics } from '@trine/protocol';
import type { Logger } from '@trine/telemetry';
import { ApiError, errorBody, ledgerErrorBody, type ErrorBody } from '../api/api-error.js';
import type { CallbackQueue } from '../callbacks/callback-queue.js';
import { CryptoServiceAway, CryptoServiceError } from '../node/crypto-service.js';
import type { NodeKeyring } from '../node/node-keys.js';
import type { PendingCommand, ResultCallback } from '../store/documents.js';
import type { GatewayStore } from '../store/gateway-store.js';
import type { References } from '../store/references.js';
import type { Settings } from '../store/settings.js';
import { UnitOfWork } from '../store/unit-of-work.js';

/** A command without outcome is published again after this long; the ledger drops repetitions by id. */
const REPEAT_MS = 5_000;
const REPEAT_TICK_MS = 1_000;
/** A command that is put off is sent again after this long; doubles up to the maximum, each randomised by ±20 %. */
const PUT_OFF_MS_FIRST = 5_000;
const PUT_OFF_MS_MAX = 30_000;
const PUT_OFF_JITTER = 0.2;
/** Refusals that only put a command off, by what it is kept through. */
const TEMPORARY_REFUSALS: Record<NonNullable<PendingCommand['keptWhile']>, ReadonlySet<number>> = {
  ledger_stopped: new Set([RESULT.ChainIsDisabled]),
  ledger_stopped_or_no_tokens: new Set([RESULT.ChainIsDisabled, RESULT.TokenNotEnough]),
};
/** Operator calls wait for the commit at most this long. */
const OUTCOME_WAIT_MS_MAX = 30_000;

/** A command without outcome. */
interface Entry {
  command: PendingCommand;
  publishAt: number;
  acceptedAt: number;
  /** The ledger may have it, from this process or an earlier one: only the ledger can settle it then. */
  mayBeSent: boolean;
}

export type NewCommand<T extends CommandType> = Omit<PendingCommand<T>, 'id' | 'kind'>;

/** The fate of a command: 0 or an error code, and the height it was decided at. */
export interface Outcome {
  code: number;
  height: string;
}

/**
 * Sends commands and settles them when their outcome comes. A command is a row from acceptance to outcome and is repeated
 * until then, so neither a crash nor a bus without memory loses it. Refusals that it is kept through are no outcome: it is sent
 * again until the ledger decides otherwise, and its letters, its reference id and its result wait with it.
 *
 * A command whose result somebody waits for fails when the crypto service refuses to sign it, or is away for as long as callbacks
 * are retried (contract: callbacks.md section 8), provided that the ledger can't have it yet. What the gateway does by itself waits.
 */
export class CommandDesk {
  /** Fails a command that could not be signed, with what depends on it; see {@link fail}. */
  onUnsigned: (command: PendingCommand, error: ApiError) => Promise<void> = () => Promise.resolve();

  private readonly pending = new Map<string, Entry>();
  /** Being signed or published: a slow crypto service is not asked twice for one command. */
  private readonly publishing = new Set<string>();
  private readonly waiters = new Map<string, (outcome: Outcome) => void>();
  private readonly repetition = setInterval(() => this.repeat(), REPEAT_TICK_MS);

  constructor(
    private readonly store: GatewayStore,
    private readonly bus: Bus,
    private readonly keys: NodeKeyring,
    private readonly callbacks: CallbackQueue,
    private readonly references: References,
    private readonly settings: Settings,
    private readonly chainId: string,
    private readonly topics: Topics,
    private readonly signingPatienceSeconds: number,
    private readonly logger: Logger,
  ) {}

  get pendingIds(): string[] {
    return [...this.pending.keys()];
  }

  /** The running request that a pending command's refusal would change. */
  requestOf(commandId: string): string | undefined {
    const command = this.pending.get(ownId(commandId))?.command;
    return command?.createsRequest ?? command?.answersData?.request_id;
  }

  /** Takes over what an earlier process has not seen settled. */
  adopt(command: PendingCommand): void {
    this.pending.set(command.id, { command, publishAt: 0, acceptedAt: Date.now(), mayBeSent: true });
  }

  /** Adds a command to a piece of work; it is published once that is durable. Returns its id. */
  send<T extends CommandType>(work: UnitOfWork, command: NewCommand<T>): string {
    const record = { ...command, id: randomUUID(), kind: 'command' as const } as unknown as PendingCommand;
    work.outbox.set(record.id, record);
    work.afterCommit(() => {
      this.pending.set(record.id, { command: record, publishAt: Date.now() + REPEAT_MS, acceptedAt: Date.now(), mayBeSent: false });
      this.publish(record);
    });
    return record.id;
  }

  /** Sends a command and waits for its outcome. Refusals and a ledger that stays silent are ApiErrors. */
  async sendAndWait<T extends CommandType>(nodeId: string, type: T, args: CommandArgs[T], aggregate = 'registry'): Promise<Outcome> {
    const work = new UnitOfWork();
    const id = this.send<T>(work, { node_id: nodeId, type, aggregate, args } as NewCommand<T>);
    const outcome = new Promise<Outcome>((resolve, reject) => {
      const timer = setTimeout(() => reject(new ApiError(10001, 'the ledger has not answered yet; the change may still happen')), OUTCOME_WAIT_MS_MAX);
      this.waiters.set(id, (result) => {
        clearTimeout(timer);
        resolve(result);
      });
    }).finally(() => this.waiters.delete(id));
    const [result] = await Promise.all([outcome, this.store.commit(work)]);
    if (result.code !== 0) throw new ApiError(ledgerErrorBody(result.code).code as never);
    return result;
  }

  /** Settles the command that an event tells the outcome of, and names it; one that is unknown was settled before, or is put off. */
  settle(event: LedgerEvent, work: UnitOfWork): PendingCommand | undefined {
    const { outcome } = event;
    const command = outcome && this.pending.get(ownId(outcome.command_id))?.command;
    if (!outcome || !command || idOnLedger(command) !== outcome.command_id) return undefined;
    if (command.keptWhile && TEMPORARY_REFUSALS[command.keptWhile].has(outcome.code)) {
      this.putOff(command, outcome.code, work);
      return undefined;
    }
    const code = outcome.code === 0 ? (command.failWith ?? 0) : outcome.code;
    this.end(command, { code, height: event.height }, work);
    if (outcome.code === 0) {
      if (command.type === 'UpdateNode') work.afterCommit(() => this.takeNewKeys());
      for (const { key, value } of command.settings ?? []) {
        work.settings.set(key, value);
        work.afterCommit(() => this.settings.adopt(key, value));
      }
    }
    if (command.result) this.addResult(work, command.result, event, code === 0 ? undefined : ledgerErrorBody(code));
    return command;
  }

  /** Settles a command that was never sent as failed. */
  fail(command: PendingCommand, error: ApiError, work: UnitOfWork): void {
    this.end(command, { code: error.code, height: '' }, work);
    if (command.result) this.addResult(work, command.result, undefined, errorBody(error));
  }

  private end(command: PendingCommand, result: Outcome, work: UnitOfWork): void {
    work.outbox.set(command.id, null);
    work.onceStored(() => this.pending.delete(command.id));
    const waiter = this.waiters.get(command.id);
    if (waiter) work.afterCommit(() => waiter(result));
    const { reference } = command;
    if (reference && (reference.free === 'always' || result.code !== 0)) {
      this.references.free(work, command.node_id, reference.family, reference.reference_id);
    }
  }

  stop(): void {
    clearInterval(this.repetition);
  }

  private putOff(command: PendingCommand, code: number, work: UnitOfWork): void {
    const { id, type, timesPutOff = 0 } = command;
    const later = { ...command, timesPutOff: timesPutOff + 1 };
    const wait = Math.min(PUT_OFF_MS_FIRST * 2 ** timesPutOff, PUT_OFF_MS_MAX) * (1 + PUT_OFF_JITTER * (2 * Math.random() - 1));
    work.outbox.set(id, later);
    work.afterCommit(() => {
      this.pending.set(id, { command: later, publishAt: Date.now() + wait, acceptedAt: Date.now(), mayBeSent: false });
      this.logger.info({ command_id: id, type, code }, 'the ledger does not take a command for now; it is kept and sent again');
    });
  }

  private addResult(work: UnitOfWork, { url, body, success = {}, onSuccess = [], onFailure = {} }: ResultCallback, event: LedgerEvent | undefined, error: ErrorBody | undefined): void {
    const known = { creation_block_height: event?.height, reference_group_code: event?.outcome?.reference_group_code };
    const more = error ? { ...onFailure, error } : { ...success, ...Object.fromEntries(onSuccess.map((name) => [name, known[name]])) };
    this.callbacks.add(work, {
      target: { url },
      retry: 'window',
      node_id: body.node_id,
      ...(typeof body['request_id'] === 'string' && { request_id: body['request_id'] }),
      body: { ...body, success: error === undefined, ...more },
    });
  }

  private takeNewKeys(): void {
    this.keys.registered().catch((error: unknown) => this.logger.warn({ reason: (error as Error).message }, 'the newly registered keys could not be read'));
  }

  private repeat(): void {
    const now = Date.now();
    for (const entry of this.pending.values()) {
      // Commands of a node that this gateway no longer acts for wait until it does again.
      if (entry.publishAt > now || this.publishing.has(idOnLedger(entry.command)) || !this.keys.holds(entry.command.node_id)) continue;
      entry.publishAt = now + REPEAT_MS;
      this.publish(entry.command);
    }
  }

  /** Signed anew each time, so that a repetition is not taken for an expired command. */
  private publish(pending: PendingCommand): void {
    const { type } = pending;
    const id = idOnLedger(pending);
    this.publishing.add(id);
    this.signAndPublish(pending, id)
      .catch((error: unknown) => {
        if (!(error instanceof CryptoServiceError) || !this.failsWithout(pending, error)) throw error;
        this.logger.warn({ command_id: id, type, code: error.code, reason: error.message }, 'a command could not be signed; it has failed');
        return this.onUnsigned(pending, error);
      })
      .catch((error: unknown) => this.logger.warn({ command_id: id, type, error: errorBody(error), reason: (error as Error).message }, 'a command was not published; it is repeated'))
      .finally(() => this.publishing.delete(id));
  }

  private async signAndPublish({ type, node_id, aggregate, args }: PendingCommand, id: string): Promise<void> {
    const command: Command = { id, type, node_id, chain_id: this.chainId, aggregate, args, issued_at: Date.now() };
    // Contract: a change of node keys is authorised by the master key.
    const jws = await signJws(this.keys.of(node_id)[type === 'UpdateNode' ? 'master' : 'signing'], node_id, command);
    const entry = this.pending.get(ownId(id));
    if (entry) entry.mayBeSent = true;
    await this.bus.publish([{ topic: this.topics.commands, key: aggregate, value: Buffer.from(jws) }]);
  }

  private failsWithout(command: PendingCommand, error: CryptoServiceError): boolean {
    const entry = this.pending.get(command.id);
    const isAwaited = command.result !== undefined || this.waiters.has(command.id);
    if (!entry || entry.mayBeSent || !isAwaited) return false;
    return !(error instanceof CryptoServiceAway) || Date.now() - entry.acceptedAt > this.signingPatienceSeconds * 1000;
  }
}

/** The ledger has decided the id of a command that was put off, so each attempt has its own; here it stays the same command. */
const idOnLedger = ({ id, timesPutOff }: PendingCommand): string => (timesPutOff === undefined ? id : `${id}.${timesPutOff}`);
const ownId = (onLedger: string): string => onLedger.split('.', 1)[0] ?? onLedger;
