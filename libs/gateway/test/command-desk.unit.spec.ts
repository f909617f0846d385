import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { keySigner, readJws, type Signer } from '@trine/crypto';
import { RESULT, topicsOf, type Command, type LedgerEvent } from '@trine/protocol';
import { until } from '@trine/testkit';
import { CryptoServiceAway, CryptoServiceError } from '../src/node/crypto-service.js';
import { CommandDesk, type NewCommand } from '../src/ledger/command-desk.js';
import type { ApiError } from '../src/api/api-error.js';
import type { NodeKeyring } from '../src/node/node-keys.js';
import type { OutboxRecord, PendingCommand } from '../src/store/documents.js';
import { References } from '../src/store/references.js';
import type { Settings } from '../src/store/settings.js';
import { UnitOfWork } from '../src/store/unit-of-work.js';
import { aStore, silentLogger, someCallbacks } from './parts.js';

/*
 * Contract (callbacks.md 4, errors.md 10049): a stopped ledger or an empty account only puts some commands off.
 */

const signer = keySigner(generateKeyPairSync('ed25519').privateKey, 'Ed25519');
let fault: Error | undefined;
const failing: Signer = { ...signer, sign: (...asked) => (fault ? Promise.reject(fault) : signer.sign(...asked)) };
const keys = { of: () => ({ signing: failing, master: failing }), holds: () => true } as unknown as NodeKeyring;
const STOPPED = RESULT.ChainIsDisabled;
const NO_TOKENS = RESULT.TokenNotEnough;
/** No wait between two attempts is longer than this. */
const WAIT_MS_MAX = 36_000;
const PATIENCE_S = 600;

let desk: CommandDesk;
let sent: Command[];
let outbox: Map<string, OutboxRecord>;
let callbacks: ReturnType<typeof someCallbacks>;
let references: References;

/** All that a gateway keeps, in memory. */
const store = aStore({
  commit: (work: UnitOfWork) => {
    for (const [id, record] of work.outbox) if (record) outbox.set(id, record); else outbox.delete(id);
    work.runEffects();
    return Promise.resolve();
  },
});

function newDesk(): CommandDesk {
  const bus = { publish: ([{ value }]: [{ value: Buffer }]) => Promise.resolve(void sent.push(readJws(value.toString())?.payload as unknown as Command)) };
  const made = new CommandDesk(store, bus as never, keys, callbacks, references, {} as Settings, 'chain', topicsOf('t'), PATIENCE_S, silentLogger);
  made.onUnsigned = async (command, error) => {
    const work = new UnitOfWork();
    made.fail(command, error, work);
    await store.commit(work);
  };
  return made;
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'] });
  [sent, outbox, callbacks, references, fault] = [[], new Map(), someCallbacks(), new References(store), undefined];
  desk = newDesk();
});
afterEach(() => {
  desk.stop();
  jest.useRealTimers();
});

async function send(keptWhile?: PendingCommand['keptWhile'], isAwaited = true): Promise<string> {
  const id = await put(keptWhile, isAwaited);
  await published(1);
  return id;
}

async function put(keptWhile?: PendingCommand['keptWhile'], isAwaited = true): Promise<string> {
  const work = new UnitOfWork();
  references.put(work, { node_id: 'idp1', family: 'identity', reference_id: 'ref', doc: {} });
  const id = desk.send(work, {
    node_id: 'idp1',
    type: 'CloseRequest',
    aggregate: 'r',
    args: { request_id: 'r', response_valid_list: [] },
    ...(isAwaited && { result: { url: 'http://idp/', body: { node_id: 'idp1', type: 'a_result', reference_id: 'ref' } } }),
    reference: { family: 'identity', reference_id: 'ref', free: 'always' },
    ...(keptWhile && { keptWhile }),
  } as NewCommand<'CloseRequest'>);
  await store.commit(work);
  return id;
}

const published = (count: number): Promise<unknown> => until(`${count} attempts`, () => sent.length >= count);

/** The ledger decides the newest attempt, or another one. */
async function decide(code: number, attempt = sent.at(-1)!): Promise<PendingCommand | undefined> {
  const work = new UnitOfWork();
  const settled = desk.settle({ seq: 1, height: 'chain:7', outcome: { command_id: attempt.id, type: attempt.type, code } } as LedgerEvent, work);
  await store.commit(work);
  return settled;
}

const kept = [
  ['ledger_stopped', STOPPED],
  ['ledger_stopped_or_no_tokens', STOPPED],
  ['ledger_stopped_or_no_tokens', NO_TOKENS],
] as const;

describe('a refusal for now', () => {
  test.each(kept)('a command kept while %s is put off by %i until the ledger takes it, and its result follows then', async (keptWhile, code) => {
    const id = await send(keptWhile);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect(await decide(code)).toBeUndefined();
      expect([callbacks.told, [...outbox.keys()], references.find('idp1', 'identity', 'ref')]).toEqual([[], [id], {}]);
      jest.advanceTimersByTime(WAIT_MS_MAX);
      await published(attempt + 1);
    }
    expect(await decide(0)).toMatchObject({ id });
    expect(callbacks.told).toEqual([{ node_id: 'idp1', type: 'a_result', reference_id: 'ref', success: true }]);
    expect([outbox.size, desk.pendingIds, references.find('idp1', 'identity', 'ref')]).toEqual([0, [], undefined]);
  });

  test.each([
    [undefined, STOPPED],
    [undefined, NO_TOKENS],
    ['ledger_stopped', NO_TOKENS],
    ['ledger_stopped_or_no_tokens', RESULT.RequestIsClosed],
  ] as const)('a command kept while %s fails with %i at once', async (keptWhile, code) => {
    await send(keptWhile);
    expect(await decide(code)).toBeDefined();
    expect(callbacks.told).toMatchObject([{ success: false, error: { code } }]);
    expect([outbox.size, desk.pendingIds]).toEqual([0, []]);
  });

  test('each attempt is another command to the ledger, which decides each id once; the event of an earlier one changes nothing', async () => {
    const id = await send('ledger_stopped');
    const first = sent[0]!;
    await decide(STOPPED);
    jest.advanceTimersByTime(WAIT_MS_MAX);
    await published(2);
    expect(new Set(sent.map((command) => command.id)).size).toBe(2);
    expect(sent.every((command) => command.id.startsWith(id) && command.type === 'CloseRequest')).toBe(true);
    expect(await decide(0, first)).toBeUndefined();
    expect([callbacks.told, [...outbox.keys()]]).toEqual([[], [id]]);
  });

  test('attempts come at growing distances, the first after about 5 s', async () => {
    await send('ledger_stopped');
    for (const [least, most] of [[4, 7], [8, 13], [16, 25], [24, 37], [24, 37]] as const) {
      const count = sent.length;
      await decide(STOPPED);
      jest.advanceTimersByTime(least * 1000 - 1000);
      await new Promise((resolve) => setImmediate(resolve));
      expect(sent).toHaveLength(count);
      jest.advanceTimersByTime((most - least) * 1000 + 1000);
      await published(count + 1);
    }
  });

  test('survives a restart: the attempt that was not decided is repeated under its own id', async () => {
    await send('ledger_stopped');
    await decide(STOPPED);
    jest.advanceTimersByTime(WAIT_MS_MAX);
    await published(2);
    const second = sent[1]!;
    desk.stop();
    desk = newDesk();
    for (const record of outbox.values()) desk.adopt(record as PendingCommand);
    jest.advanceTimersByTime(1_000);
    await published(3);
    expect(sent[2]?.id).toBe(second.id);
    await decide(0);
    expect(callbacks.told).toMatchObject([{ success: true }]);
  });
});

// Contract (callbacks.md 8): a wrong reply fails the operation with 10000, an unset URL with 10010; one that is away is retried as callbacks are.
describe('a command that the crypto service does not sign', () => {
  const wrong = new CryptoServiceError(10000, 'sign_url replied with status 500');
  const away = new CryptoServiceAway(10000, 'sign_url cannot be reached');
  const failure = (error: ApiError) => ({ node_id: 'idp1', type: 'a_result', reference_id: 'ref', success: false, error: { code: error.code, message: error.message } });
  /** Time passes, in steps that leave room for what waits on promises. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 5_000) {
      jest.advanceTimersByTime(5_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  test.each([wrong, new CryptoServiceError(10010)])('fails at once where its result is waited for (%s)', async (error) => {
    fault = error;
    await put('ledger_stopped');
    await until('the result', () => callbacks.told.length > 0);
    expect(callbacks.told).toEqual([failure(error)]);
    expect([outbox.size, desk.pendingIds, references.find('idp1', 'identity', 'ref')]).toEqual([0, [], undefined]);
    fault = undefined;
    await pass(20_000);
    expect(sent).toEqual([]);
  });

  test('waits while the service is away, and goes out when it is back', async () => {
    fault = away;
    await put();
    await pass((PATIENCE_S - 60) * 1000);
    expect([callbacks.told, outbox.size]).toEqual([[], 1]);
    fault = undefined;
    await pass(10_000);
    await published(1);
    await decide(0);
    expect(callbacks.told).toMatchObject([{ success: true }]);
  });

  test('fails when the service is away for longer than callbacks are retried', async () => {
    fault = away;
    await put();
    await pass((PATIENCE_S + 60) * 1000);
    expect(callbacks.told).toEqual([failure(away)]);
  });

  test('waits as long as it takes when nobody waits for its result', async () => {
    fault = wrong;
    await put('ledger_stopped', false);
    await pass((PATIENCE_S + 60) * 1000);
    fault = undefined;
    await pass(10_000);
    await published(1);
    expect(await decide(0)).toBeDefined();
  });

  // At stake: a result must not say that something failed which the ledger then records.
  test('waits when an earlier attempt may have reached the ledger, of this process or of the one before', async () => {
    await send();
    fault = wrong;
    await pass(20_000);
    expect([callbacks.told, outbox.size]).toEqual([[], 1]);
    desk.stop();
    desk = newDesk();
    for (const record of outbox.values()) desk.adopt(record as PendingCommand);
    await pass((PATIENCE_S + 60) * 1000);
    expect([callbacks.told, outbox.size]).toEqual([[], 1]);
    await decide(0);
    expect(callbacks.told).toMatchObject([{ success: true }]);
  });
});
