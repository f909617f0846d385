import fc from 'fast-check';
import type { CommandType } from '@trine/protocol';
import { decide, keyOf, MemoryState, rowsNamedBy, type Change, type Decision, type LoadedKind, type Request, type StateReader } from '../src/index.js';
import { RULES } from '../src/rules.js';
import { aDataRequest, anAnswer, anErrorAnswer, aRegistration, aRequest, asAnswer, aWorld, command, GROUP, OTHER_GROUP, type World } from './world.js';

/*
 * What must hold whatever members send. Random walks through the request and identity rules: many commands are refused,
 * enough are not. A failing walk prints its seed.
 */

/** Long walks rather than many: states worth looking at lie deep. */
fc.configureGlobal({ numRuns: 50 });

interface Step {
  by: string;
  type: CommandType;
  args: Record<string, unknown>;
  later: number;
}

const MEMBERS = ['rp', 'idp-1', 'idp-2', 'idp-3', 'agent', 'as-1', 'as-2'];
const NODES = ['ndid', ...MEMBERS];
const step = (type: CommandType, args: fc.Arbitrary<object>, ...by: string[]): fc.Arbitrary<Step> =>
  fc.record({
    by: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...by) }, { weight: 1, arbitrary: fc.constantFrom(...NODES) }),
    type: fc.constant(type),
    args: args as fc.Arbitrary<Record<string, unknown>>,
    later: fc.constantFrom(0, 0, 0, 0, 20_000),
  });
const requestId = fc.constantFrom('r1', 'r2');
const validity = fc.array(fc.record({ idp_id: fc.constantFrom('idp-1', 'idp-2'), valid_ial: fc.boolean(), valid_signature: fc.boolean() }), { maxLength: 2 });

const requestStep = fc.oneof(
  step(
    'CreateRequest',
    fc
      .record({ request_id: requestId, min_idp: fc.integer({ min: 1, max: 3 }), min_as: fc.integer({ min: 0, max: 2 }) })
      .map(({ min_as, ...part }) => aRequest({ ...part, idp_id_list: ['idp-1', 'idp-2', 'idp-3'], data_request_list: [aDataRequest({ min_as })] })),
    'rp',
  ),
  step('CreateIdpResponse', fc.record({ request_id: requestId, status: fc.constantFrom('accept', 'reject') }).map(anAnswer), 'idp-1', 'idp-2', 'idp-3'),
  step('CreateIdpResponse', fc.record({ request_id: requestId }).map(anErrorAnswer), 'idp-1', 'idp-2', 'idp-3'),
  step('CreateAsResponse', fc.record({ request_id: requestId, error_code: fc.constantFrom(null, 41000) }).map(asAnswer), 'as-1', 'as-2'),
  step('SetDataReceived', fc.record({ request_id: requestId, service_id: fc.constant('bank'), as_id: fc.constantFrom('as-1', 'as-2') }), 'rp'),
  step('CloseRequest', fc.record({ request_id: requestId, response_valid_list: validity }), 'rp'),
  step('TimeOutRequest', fc.record({ request_id: requestId }), 'rp', ''),
);

const groupCode = fc.constantFrom(GROUP, OTHER_GROUP);
const accessorId = fc.constantFrom('a1', 'a2', 'a3', 'a4');
const identityList = fc
  .uniqueArray(fc.constantFrom('h1', 'h2', 'h3'), { maxLength: 2 })
  .map((hashes) => hashes.map((hash) => ({ identity_namespace: 'citizen_id', identity_identifier_hash: hash })));
const IDPS = ['idp-1', 'idp-2', 'idp-3'];
const identityStep = fc.oneof(
  step('RegisterIdentity', fc.record({ reference_group_code: groupCode, new_identity_list: identityList, accessor_id: accessorId }).map(aRegistration), ...IDPS),
  step('AddIdentity', fc.record({ reference_group_code: groupCode, new_identity_list: identityList }), ...IDPS),
  step('AddAccessor', fc.record({ reference_group_code: groupCode, accessor_id: accessorId }).map((part) => ({ ...aRegistration(), ...part })), ...IDPS),
  step('RevokeAccessor', fc.record({ accessor_id_list: fc.array(accessorId, { maxLength: 3 }) }), ...IDPS),
  step('RevokeAndAddAccessor', fc.record({ revoking_accessor_id: accessorId, accessor_id: accessorId }).map((part) => ({ ...aRegistration(), ...part })), ...IDPS),
  step('RevokeIdentityAssociation', fc.record({ reference_group_code: groupCode }), ...IDPS),
);

function walk(steps: Step[], look: (before: World['state'], step: Step, decision: Decision, world: World) => void): void {
  const world = aWorld();
  for (const taken of steps) {
    world.block = { ...world.block, height: world.block.height + 1, now: world.block.now + taken.later };
    const before = new MemoryState(snapshot(world));
    look(before, taken, world.send(taken.by, taken.type, taken.args), world);
  }
}

const WATCHED: [LoadedKind, string[]][] = [
  ['request', ['r1', 'r2']],
  ['referenceGroup', [GROUP, OTHER_GROUP]],
  ['accessor', ['a1', 'a2', 'a3', 'a4']],
  ['identity', ['h1', 'h2', 'h3'].map((hash) => keyOf('citizen_id', hash))],
];
const snapshot = (world: World): Change[] => WATCHED.flatMap(([kind, keys]) => keys.map((key) => ({ kind, key, value: world.state.get(kind, key) }) as Change));
const walks = (steps: fc.Arbitrary<Step>): fc.Arbitrary<Step[]> => fc.array(steps, { minLength: 1, maxLength: 40, size: 'max' });

describe('requests', () => {
  const requests = (state: StateReader): Request[] => ['r1', 'r2'].flatMap((id) => state.get('request', id) ?? []);

  test('never hold more answers than asked for, nor two of one node', () => {
    fc.assert(
      fc.property(walks(requestStep), (steps) =>
        walk(steps, (_before, _step, _decision, { state }) => {
          for (const { min_idp, response_list, data_request_list } of requests(state)) {
            expect(response_list.filter((answer) => answer.error_code === undefined).length).toBeLessThanOrEqual(min_idp);
            expect(new Set(response_list.map((answer) => answer.idp_id)).size).toBe(response_list.length);
            for (const { min_as, as_id_list, response_list: data } of data_request_list) {
              expect(data.filter((answer) => answer.error_code === undefined).length).toBeLessThanOrEqual(min_as || as_id_list.length);
            }
          }
        }),
      ),
    );
  });

  test('end once: closed or timed out, and then nothing changes', () => {
    fc.assert(
      fc.property(walks(requestStep), (steps) =>
        walk(steps, (before, _step, _decision, { state }) => {
          for (const request of requests(state)) expect(request.closed && request.timed_out).toBe(false);
          for (const ended of requests(before).filter((request) => request.closed || request.timed_out)) {
            expect(state.get('request', ended.request_id)).toBe(ended);
          }
        }),
      ),
    );
  });

  test('change in nothing but answers, flags and ends', () => {
    const fixed = ({ response_list: _r, data_request_list, closed: _c, timed_out: _t, ...rest }: Request): object => ({
      ...rest,
      data: data_request_list.map(({ response_list: _a, ...data }) => data),
    });
    fc.assert(
      fc.property(walks(requestStep), (steps) =>
        walk(steps, (before, _step, _decision, { state }) => {
          for (const earlier of requests(before)) {
            const later = state.get('request', earlier.request_id);
            expect(later && fixed(later)).toEqual(fixed(earlier));
            expect(later?.response_list.slice(0, earlier.response_list.length).map(({ idp_id }) => idp_id)).toEqual(earlier.response_list.map(({ idp_id }) => idp_id));
          }
        }),
      ),
    );
  });

  test('the walk gets somewhere', () => {
    const kinds = new Set<string>();
    for (const steps of fc.sample(walks(requestStep), { numRuns: 200, seed: 1 })) walk(steps, (_b, _s, decision) => decision.request && kinds.add(decision.request.change.kind));
    expect([...kinds].sort()).toEqual(['as_response', 'closed', 'created', 'data_received', 'idp_response', 'timed_out']);
  });
});

describe('persons', () => {
  test('an active association has an active accessor, a revoked one has none; index and groups agree', () => {
    fc.assert(
      fc.property(walks(identityStep), (steps) =>
        walk(steps, (_before, _step, _decision, { state }) => {
          const accessorIds: string[] = [];
          for (const code of [GROUP, OTHER_GROUP]) {
            const group = state.get('referenceGroup', code);
            for (const { namespace, identifier_hash } of group?.identities ?? []) {
              expect(state.get('identity', namespace, identifier_hash)).toEqual({ reference_group_code: code });
            }
            for (const { active, accessors } of group?.idps ?? []) {
              expect(accessors.some((accessor) => accessor.active)).toBe(active);
              for (const { accessor_id } of accessors) expect(state.get('accessor', accessor_id)).toEqual({ reference_group_code: code });
              accessorIds.push(...accessors.map((accessor) => accessor.accessor_id));
            }
          }
          expect(new Set(accessorIds).size).toBe(accessorIds.length);
        }),
      ),
    );
  });

  test('identifiers never leave their group', () => {
    fc.assert(
      fc.property(walks(identityStep), (steps) =>
        walk(steps, (before, _step, _decision, { state }) => {
          for (const hash of ['h1', 'h2', 'h3']) {
            const home = before.get('identity', 'citizen_id', hash);
            if (home) expect(state.get('identity', 'citizen_id', hash)).toEqual(home);
          }
        }),
      ),
    );
  });
});

describe('every decision', () => {
  const anyStep = fc.oneof(requestStep, identityStep);

  test('costs a member the price once it is heard, and never the NDID node', () => {
    fc.assert(
      fc.property(walks(anyStep), (steps) => {
        const balances = new Map(MEMBERS.map((node) => [node, aWorld().balance(node)]));
        walk(steps, (_before, { by }, decision, { state }) => {
          const fees = decision.changes.filter(({ kind }) => kind === 'account');
          expect(fees.length).toBe(by === 'ndid' || by === '' ? 0 : 1);
          if (decision.code !== 0) expect(decision.changes).toEqual(fees);
          for (const node of MEMBERS) {
            if (node === by) balances.set(node, (balances.get(node) ?? 0) - 1);
            expect(state.get('account', node)?.amount).toBe(balances.get(node));
          }
          expect(state.get('account', 'ndid')).toBeUndefined();
        });
      }),
    );
  });

  test('reads no loaded row that the command does not name', () => {
    fc.assert(
      fc.property(walks(anyStep), (steps) => {
        const world = aWorld();
        for (const { by, type, args } of steps) {
          const sent = command(by, type, args);
          const partial = onlyNamed(world.state, sent);
          const decision = decide(partial, sent, world.block);
          expect(decision).toEqual(decide(world.state, sent, world.block));
          world.state.apply(decision.changes);
        }
      }),
    );
  });

  /** The state as a loader would prepare it for one command. */
  function onlyNamed(state: StateReader, sent: { args: unknown }): StateReader {
    const named = rowsNamedBy(sent);
    const behind = [...named.identity.map((key) => state.get('identity', key)), ...named.accessor.map((key) => state.get('accessor', key))];
    const groups = [...named.referenceGroup, ...behind.flatMap((row) => row?.reference_group_code ?? [])];
    const loaded: Record<string, string[]> = { ...named, referenceGroup: groups };
    return {
      get: (kind, ...key) => (loaded[kind] && !loaded[kind].includes(keyOf(...key)) ? undefined : state.get(kind, ...key)),
      list: (kind, scope) => state.list(kind, scope),
    };
  }

  const types = Object.keys(RULES) as CommandType[];
  const words = ['request_id', 'node_id', 'r1', 'rp', 'idp-1', 'mode_list', 'accessor_id', 'new_identity_list', 'data_request_list', 'reference_group_code', GROUP];
  const scrap = fc.oneof(fc.constantFrom(...words), fc.jsonValue() as fc.Arbitrary<unknown>);
  const junk = fc.oneof(fc.jsonValue() as fc.Arbitrary<unknown>, fc.dictionary(fc.oneof(fc.constantFrom(...words), fc.string()), scrap));

  test('comes, whatever stands in the arguments', () => {
    const { state, block } = aWorld();
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.constantFrom(...NODES, ''), junk, (type, by, args) => {
        const { code, changes } = decide(state, command(by, type, args), block);
        expect(Number.isInteger(code)).toBe(true);
        expect(Array.isArray(changes)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('is the same for the same question, and leaves the state alone', () => {
    fc.assert(
      fc.property(walks(anyStep), (steps) => {
        const world = aWorld();
        for (const { by, type, args } of steps) {
          const sent = command(by, type, args);
          const before = JSON.stringify(snapshot(world));
          const first = decide(world.state, sent, world.block);
          expect(JSON.stringify(snapshot(world))).toBe(before);
          expect(decide(world.state, sent, world.block)).toEqual(first);
          world.state.apply(first.changes);
        }
      }),
      { numRuns: 20 },
    );
  });
});
