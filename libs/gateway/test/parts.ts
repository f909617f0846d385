import { query, QueryFailed } from '@trine/ledger-core';
import type { CommandType } from '@trine/protocol';
import type { Logger } from '@trine/telemetry';
import type { World } from '../../ledger-core/test/world.js';
import type { CallbackQueue } from '../src/callbacks/callback-queue.js';
import type { CommandDesk, NewCommand } from '../src/ledger/command-desk.js';
import type { LedgerClient, Question } from '../src/ledger/ledger-client.js';
import type { CommandKeys } from '../src/node/command-signature.js';
import type { NodeKeySet } from '../src/node/node-keys.js';
import type { CallbackRecord } from '../src/store/documents.js';
import type { GatewayStore } from '../src/store/gateway-store.js';
import type { UnitOfWork } from '../src/store/unit-of-work.js';
import { ApiError } from '../src/api/api-error.js';

/*
 * Stand-ins for what operations talk to. The ledger's answers are the real ones, over a world in memory.
 */

export function ledgerOf(world: World): LedgerClient {
  const answer = ({ name, params = {} }: Question): unknown => {
    try {
      // As they come over HTTP.
      return JSON.parse(JSON.stringify(query(world.state, name, JSON.parse(JSON.stringify(params)))));
    } catch (error) {
      throw error instanceof QueryFailed ? new ApiError(10003) : error;
    }
  };
  const ask = (...questions: Question[]): Promise<unknown[]> => Promise.resolve().then(() => questions.map(answer));
  const askOne = (name: string, params: object): Promise<unknown> => ask({ name, params: params as never }).then(([only]) => only);
  return { ask, askOne, askOpenly: askOne } as unknown as LedgerClient;
}

/** Commits at once and durably enough for a test. */
export const aStore = (more: object = {}): GatewayStore =>
  ({ commit: (work: UnitOfWork) => Promise.resolve(work.runEffects()), ...more }) as unknown as GatewayStore;

const silence = (): void => undefined;
export const silentLogger = { debug: silence, info: silence, warn: silence, error: silence } as unknown as Logger;

type Sent = NewCommand<CommandType>;

/** Keeps what it is given; nothing is ever settled. */
export function aDesk(): CommandDesk & { sent: Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    send: (_work: UnitOfWork, command: Sent) => `command-${sent.push(command)}`,
    sendAndWait: (node_id: string, type: CommandType, args: never) => Promise.resolve(sent.push({ node_id, type, aggregate: 'registry', args })),
  } as unknown as CommandDesk & { sent: Sent[] };
}

export function someCallbacks(): CallbackQueue & { told: CallbackRecord['body'][] } {
  const told: CallbackRecord['body'][] = [];
  return { told, add: (_work: UnitOfWork, { body }: CallbackRecord) => void told.push(body) } as unknown as CallbackQueue & { told: CallbackRecord['body'][] };
}

/** A keyring with the keys of every node of a world, or one that has others. */
export const keyringOf = (world: World, others: { signing?: string; master?: string } = {}): CommandKeys => ({
  registered: () => Promise.resolve(),
  of: (nodeId: string) => {
    const keys = world.read('node', nodeId)?.keys;
    return { publicKeys: { signing: keys?.signing.at(-1)?.public_key, master: keys?.signing_master.at(-1)?.public_key, ...others } } as unknown as NodeKeySet;
  },
});

/** The code that a call is refused with; undefined when it succeeds. */
export const refusal = (work: Promise<unknown>): Promise<number | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof ApiError) return error.code;
      throw error;
    },
  );
