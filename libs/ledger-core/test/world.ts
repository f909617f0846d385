import { generateKeyPairSync } from 'node:crypto';
import type { Command, CommandType } from '@trine/protocol';
import { decide, keyOf, MemoryState, type Block, type Change, type Decision, type Entities, type Kind } from '../src/index.js';

/*
 * A small scheme to try rules on. Everything is valid; a test changes what matters to it.
 */

export const T0 = Date.UTC(2026, 0, 1);
export const CHAIN = 'chain-test';

const pem = (key: { export(options: { type: 'spki'; format: 'pem' }): string | Buffer }): string => key.export({ type: 'spki', format: 'pem' }).toString();
export const RSA_KEY = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
export const OTHER_RSA_KEY = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
export const ED25519_KEY = pem(generateKeyPairSync('ed25519').publicKey);
export const OTHER_ED25519_KEY = pem(generateKeyPairSync('ed25519').publicKey);

export const nodeKeys = {
  signing_public_key: ED25519_KEY,
  signing_algorithm: 'Ed25519',
  signing_master_public_key: ED25519_KEY,
  signing_master_algorithm: 'Ed25519',
  encryption_public_key: RSA_KEY,
  encryption_algorithm: 'RSAES_OAEP_SHA_256',
};

export const GROUP = '7c0d4e9e-61b5-4f0a-9a3f-0d1e5a2b3c4d';
export const OTHER_GROUP = '11111111-2222-4333-8444-555555555555';

/** State, the block in which it stands, and a way to send commands to it. */
export class World {
  readonly state: MemoryState;
  block: Block = { chain_id: CHAIN, height: 100, now: T0 };

  constructor(changes: Iterable<Change> = []) {
    this.state = new MemoryState(changes);
  }

  /** Decides and applies. */
  send(by: string, type: CommandType, args: unknown): Decision {
    const decision = decide(this.state, command(by, type, args), this.block);
    this.state.apply(decision.changes);
    return decision;
  }

  /** For what a test takes for granted. */
  done(by: string, type: CommandType, args: unknown): Decision {
    const decision = this.send(by, type, args);
    if (decision.code !== 0) throw new Error(`${type} by ${by} was refused with ${String(decision.code)}`);
    return decision;
  }

  /** Changes a document behind the ledger's back; undefined removes it. */
  patch<K extends Kind>(kind: K, key: string | string[], part: Partial<Entities[K]> | undefined): void {
    const parts = [key].flat();
    const value = part && { ...this.state.get(kind, ...parts), ...part };
    this.state.apply([{ kind, key: keyOf(...parts), value } as Change]);
  }

  read<K extends Kind>(kind: K, ...key: string[]): Entities[K] {
    const document = this.state.get(kind, ...key);
    if (document === undefined) throw new Error(`no ${kind} ${key.join(' ')}`);
    return document;
  }

  balance(nodeId: string): number {
    return this.read('account', nodeId).amount;
  }
}

export const command = (by: string, type: CommandType, args: unknown): Command => ({
  id: 'command',
  type,
  node_id: by,
  chain_id: CHAIN,
  aggregate: 'registry',
  args: args as Command['args'],
  issued_at: T0,
});

export const SUPPORTED_IAL = [1.1, 2.1, 2.3, 3];
export const SUPPORTED_AAL = [1, 2.1, 2.2, 3];

const MEMBERS: [nodeId: string, role: string, more?: object][] = [
  ['rp', 'rp'],
  ['rp-2', 'rp'],
  ['idp-1', 'idp', { max_ial: 2.3, max_aal: 2.2 }],
  ['idp-2', 'idp', { max_ial: 2.3, max_aal: 2.2 }],
  ['idp-3', 'idp', { max_ial: 3, max_aal: 3 }],
  ['agent', 'idp', { max_ial: 2.3, max_aal: 2.2, agent: true }],
  ['as-1', 'as'],
  ['as-2', 'as'],
  ['proxy', 'proxy'],
];

/** Initialised, with members who have tokens, a namespace, a service offered by `as-1` and `as-2`, and error codes. */
export const aWorld = (): World => new World(baseChanges);

function foundScheme(): Change[] {
  const world = new World();
  const changes: Change[] = [];
  const ndid = (type: CommandType, args: unknown): void => void changes.push(...world.done('ndid', type, args).changes);
  ndid('InitNDID', { node_id: 'ndid', ...nodeKeys, chain_history_info: '{"chains":[]}' });
  ndid('EndInit', {});
  ndid('SetSupportedIALList', { supported_ial_list: SUPPORTED_IAL });
  ndid('SetSupportedAALList', { supported_aal_list: SUPPORTED_AAL });
  ndid('AddAllowedNodeSupportedFeature', { name: 'on_the_fly' });
  for (const [node_id, role, more] of MEMBERS) {
    ndid('RegisterNode', aNode({ node_id, role, node_name: `name of ${node_id}`, ...more }));
    ndid('SetNodeToken', { node_id, amount: 1000 });
  }
  ndid('AddNamespace', { namespace: 'citizen_id', description: 'Thai citizen number' });
  ndid('AddService', { service_id: 'bank', service_name: 'Bank statement' });
  for (const node_id of ['as-1', 'as-2']) {
    ndid('RegisterServiceDestinationByNDID', { service_id: 'bank', node_id });
    changes.push(...world.done(node_id, 'RegisterServiceDestination', anOffer()).changes);
  }
  ndid('AddErrorCode', { type: 'idp', error_code: 31000, description: 'customer has gone' });
  ndid('AddErrorCode', { type: 'as', error_code: 41000, description: 'no data' });
  return changes;
}

export const aNode = (part: object = {}): Record<string, unknown> => ({ node_id: 'new', node_name: 'New', role: 'rp', ...nodeKeys, ...part });

export const anOffer = (part: object = {}): Record<string, unknown> => ({
  service_id: 'bank',
  min_ial: 1.1,
  min_aal: 1,
  supported_namespace_list: ['citizen_id'],
  ...part,
});

export const aRequest = (part: object = {}): Record<string, unknown> => ({
  request_id: 'request',
  mode: 2,
  min_idp: 1,
  min_ial: 2.1,
  min_aal: 2.1,
  request_timeout: 60,
  idp_id_list: ['idp-1', 'idp-2'],
  data_request_list: [],
  request_message_hash: 'hash',
  ...part,
});

export const aDataRequest = (part: object = {}): Record<string, unknown> => ({
  service_id: 'bank',
  as_id_list: ['as-1', 'as-2'],
  min_as: 1,
  request_params_hash: 'hash',
  ...part,
});

export const anAnswer = (part: object = {}): Record<string, unknown> => ({
  request_id: 'request',
  ial: 2.1,
  aal: 2.1,
  status: 'accept',
  signature: 'signature',
  ...part,
});

export const anErrorAnswer = (part: object = {}): Record<string, unknown> => ({ request_id: 'request', error_code: 31000, ...part });

export const asAnswer = (part: object = {}): Record<string, unknown> => ({ request_id: 'request', service_id: 'bank', signature: 'signature', ...part });

/** A world in which `rp` has asked. */
export function withRequest(part: object = {}): World {
  const world = aWorld();
  world.done('rp', 'CreateRequest', aRequest(part));
  return world;
}

let serial = 0;

export const aRegistration = (part: object = {}): Record<string, unknown> => ({
  reference_group_code: GROUP,
  new_identity_list: [{ identity_namespace: 'citizen_id', identity_identifier_hash: 'hash-1' }],
  ial: 2.1,
  mode_list: [2],
  accessor_id: 'accessor-1',
  accessor_public_key: RSA_KEY,
  accessor_type: 'RSA',
  ...part,
});

/** A world in which `idp-1` has onboarded a person. */
export function withPerson(part: object = {}): World {
  const world = aWorld();
  world.done('idp-1', 'RegisterIdentity', aRegistration(part));
  return world;
}

/** A further IdP for the person, in mode 2. */
export function alsoAt(world: World, idp: string, part: object = {}): void {
  world.done(idp, 'RegisterIdentity', aRegistration({ new_identity_list: [], accessor_id: `accessor-${idp}`, ...part }));
}

/** A consent that the IdP may use, closed with valid flags; returns its request id. */
export function aConsent(world: World, idp: string, purpose: string, part: { status?: string; valid?: boolean; closed?: boolean } = {}): string {
  const request_id = `consent-${String((serial += 1))}`;
  world.done(idp, 'CreateRequest', aRequest({ request_id, purpose, idp_id_list: ['idp-1'] }));
  world.done('idp-1', 'CreateIdpResponse', anAnswer({ request_id, status: part.status ?? 'accept' }));
  const valid = part.valid ?? true;
  const response_valid_list = [{ idp_id: 'idp-1', valid_ial: valid, valid_signature: valid }];
  if (part.closed ?? true) world.done(idp, 'CloseRequest', { request_id, response_valid_list });
  return request_id;
}

/** A command about to be sent, for tests of its refusals. */
export interface Scene {
  world: World;
  by: string;
  args: Record<string, unknown>;
}

/** One thing wrong with a scene that would otherwise succeed, and the code it must get. */
export interface Violation {
  name: string;
  code: number;
  spoil: (scene: Scene) => void;
  /** Another one in the list that this one can't stand beside. */
  unlessWith?: string[];
}

export const violation = (name: string, code: number, spoil: (scene: Scene) => void, ...unlessWith: string[]): Violation => ({ name, code, spoil, unlessWith });

/**
 * Shows that a command succeeds as given, is refused for each violation alone, and for two at once with the code of the
 * earlier one: the list stands in the contract's order.
 */
export function describeRefusals(type: CommandType, given: () => Scene, violations: Violation[]): void {
  const codeWith = (...spoilers: Violation[]): number => {
    const scene = given();
    for (const { spoil } of spoilers) spoil(scene);
    return scene.world.send(scene.by, type, scene.args).code;
  };
  describe(`${type}: refusals in order`, () => {
    test('as given it is accepted', () => expect(codeWith()).toBe(0));
    test.each(violations)('$name -> $code', (only) => expect(codeWith(only)).toBe(only.code));
    const pairs = violations.flatMap((first, i) => violations.slice(i + 1).map((second) => ({ first, second })));
    const possible = pairs.filter(({ first, second }) => !second.unlessWith?.includes(first.name) && !first.unlessWith?.includes(second.name));
    if (possible.length > 0) {
      // The later one is spoiled first, so that the earlier one can't be overwritten by it.
      test.each(possible.map(({ first, second }) => [first.name, second.name, first, second] as const))('"%s" before "%s"', (_a, _b, first, second) => {
        expect(codeWith(second, first)).toBe(first.code);
      });
    }
  });
}

/** Made once: documents are never mutated. */
const baseChanges = foundScheme();
