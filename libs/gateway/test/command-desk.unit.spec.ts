import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { keySigner, readJws } from '@trine/crypto';
import { RESULT, topicsOf, type Command, type LedgerEvent } from '@trine/protocol';
import { until } from '@trine/testkit';
import { CommandDesk, type NewCommand } from '../src/ledger/command-desk.js';
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
const keys = { of: () => ({ signing: signer, master: signer }), holds: () => true } as unknown as NodeKeyring;
const STOPPED = RESULT.ChainIsDisabled;
const NO_TOKENS = RESULT.TokenNotEnough;
/** No wait between two attempts is longer than this. */
const WAIT_MS_MAX = 36_000;

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
  return new CommandDesk(store, bus as never, keys, callbacks, references, {} as Settings, 'chain', topicsOf('t'), silentLogger);
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'] });
  [sent, outbox, callbacks, references] = [[], new Map(), someCallbacks(), new References(store)];
  desk = newDesk();
});
afterEach(() => {
  desk.stop();
  jest.useRealTimers();
});

async function send(keptWhile?: PendingCommand['keptWhile']): Promise<string> {
  const work = new UnitOfWork();
  references.put(work, { node_id: 'idp1', family: 'identity', reference_id: 'ref', doc: {} });
  const id = desk.send(work, {
    node_id: 'idp1',
    type: 'CloseRequest',
    aggregate: 'r',
    args: { request_id: 'r', response_valid_list: [] },
    result: { url: 'http://idp/', body: { node_id: 'idp1', type: 'a_result', reference_id: 'ref' } },
    reference: { family: 'identity', reference_id: 'ref', free: 'always' },
    ...(keptWhile && { keptWhile }),
  } as NewCommand<'CloseRequest'>);
  await store.commit(work);
  await published(1);
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
