import { RESULT, type CommandType } from '@trine/protocol';
import {
  aDataRequest,
  anAnswer,
  anErrorAnswer,
  anOffer,
  aRequest,
  asAnswer,
  aWorld,
  CHAIN,
  describeRefusals,
  T0,
  violation,
  withRequest,
  type Scene,
  type World,
} from './world.js';

const scene = (world: World, by: string, args: Record<string, unknown>): Scene => ({ world, by, args });
const answered = (world: World): object[] => world.read('request', 'request').response_list;
const dataAnswers = (world: World): object[] => world.read('request', 'request').data_request_list[0]?.response_list ?? [];
const TIMEOUT_MS = 60_000;

describe('CreateRequest', () => {
  test('records the request as asked, open and unanswered', () => {
    const world = aWorld();
    const decision = world.done('rp', 'CreateRequest', aRequest({ data_request_list: [aDataRequest({ response_list: ['ignored'] })] }));
    expect(decision.request).toEqual({ request_id: 'request', change: { kind: 'created' } });
    expect(world.read('request', 'request')).toEqual({
      ...aRequest(),
      data_request_list: [{ ...aDataRequest(), response_list: [] }],
      request_type: null,
      purpose: '',
      requester_node_id: 'rp',
      expires_at: T0 + TIMEOUT_MS,
      response_list: [],
      closed: false,
      timed_out: false,
      use_count: 0,
      creation_block_height: 100,
      creation_chain_id: CHAIN,
    });
  });

  test('keeps the purpose of an IdP; that of an RP counts for nothing', () => {
    const world = aWorld();
    world.done('idp-1', 'CreateRequest', aRequest({ request_id: 'of idp', purpose: 'AddAccessor' }));
    world.done('rp', 'CreateRequest', aRequest({ request_id: 'of rp', purpose: 'AddAccessor', mode: 1 }));
    expect(world.read('request', 'of idp').purpose).toBe('AddAccessor');
    expect(world.read('request', 'of rp').purpose).toBe('');
  });

  // Contract: "no upper bound", in a field of 64 bits.
  test.each([2 ** 53, 2 ** 63 - 1024])('a time-out of %d s is taken and never overflows', (request_timeout) => {
    const world = withRequest({ request_timeout });
    expect(world.read('request', 'request')).toMatchObject({ request_timeout, expires_at: Number.MAX_SAFE_INTEGER });
  });

  test('a time-out beyond 64 bits does not fit', () => {
    expect(aWorld().send('rp', 'CreateRequest', aRequest({ request_timeout: 2 ** 63 })).code).toBe(RESULT.UnmarshalError);
  });

  test.each(['agent', 'as-1', 'proxy', 'ndid'])('%s may not ask', (by) => {
    expect(aWorld().send(by, 'CreateRequest', aRequest()).code).toBe(RESULT.NoPermissionForCallRPandIdPMethod);
  });

  describeRefusals('CreateRequest', () => scene(aWorld(), 'rp', aRequest({ data_request_list: [aDataRequest()] })), [
    violation('service twice', RESULT.DuplicateServiceIDInDataRequest, ({ args }) => (args['data_request_list'] = [aDataRequest(), aDataRequest()]), 'AS unknown', 'AS offers nothing', 'too few AS'),
    violation('id in use', RESULT.DuplicateRequestID, ({ world }) => world.patch('request', 'request', { request_id: 'request' })),
    violation('mode not allowed', RESULT.InvalidMode, ({ args }) => (args['mode'] = 4)),
    violation("not on the requester's whitelist", RESULT.NodeNotInWhitelist, ({ world }) => world.patch('node', 'rp', { node_id_whitelist_active: true, node_id_whitelist: ['idp-2'] }), 'IdP unknown', 'no IdP'),
    violation('IdP unknown', RESULT.NodeIDNotFound, ({ args }) => (args['idp_id_list'] = ['nobody']), 'IdP disabled', "not on the IdP's whitelist", 'proxy of IdP unknown', 'proxy of IdP disabled', 'no IdP', 'too few IdPs'),
    violation('IdP disabled', RESULT.NodeIDInIdPListIsNotActive, ({ world }) => world.patch('node', 'idp-1', { active: false }), 'no IdP'),
    violation("not on the IdP's whitelist", RESULT.NodeNotInWhitelist, ({ world }) => world.patch('node', 'idp-1', { node_id_whitelist_active: true }), 'no IdP'),
    violation('proxy of IdP unknown', RESULT.NodeIDNotFound, ({ world }) => world.patch('node', 'idp-1', { proxy_node_id: 'nobody' }), 'proxy of IdP disabled', 'no IdP'),
    violation(
      'proxy of IdP disabled',
      RESULT.NodeIDInIdPListIsNotActive,
      ({ world }) => {
        world.patch('node', 'idp-1', { proxy_node_id: 'proxy' });
        world.patch('node', 'proxy', { active: false });
      },
      'no IdP',
    ),
    violation('AS unknown', RESULT.NodeIDNotFound, ({ args }) => (args['data_request_list'] = [aDataRequest({ as_id_list: ['nobody'] })]), 'AS disabled', 'proxy of AS disabled', 'AS offers nothing', 'too few AS'),
    violation('AS disabled', RESULT.NodeIDInASListIsNotActive, ({ world }) => world.patch('node', 'as-1', { active: false })),
    violation('proxy of AS disabled', RESULT.NodeIDInASListIsNotActive, ({ world }) => {
      world.patch('node', 'as-1', { proxy_node_id: 'proxy' });
      world.patch('node', 'proxy', { active: false });
    }),
    violation('request type unknown', RESULT.RequestTypeDoesNotExist, ({ args }) => (args['request_type'] = '')),
    violation('no IdP asked for', RESULT.UnmarshalError, ({ args }) => (args['min_idp'] = 0)),
    violation('no time', RESULT.UnmarshalError, ({ args }) => (args['request_timeout'] = 0)),
    violation('no IdP', RESULT.NotIdPNode, ({ args }) => (args['idp_id_list'] = ['rp-2'])),
    violation('too few IdPs', RESULT.RequestCannotBeFulfilled, ({ args }) => (args['min_idp'] = 3), 'no IdP asked for'),
    violation('IAL not supported', RESULT.IALError, ({ args }) => (args['min_ial'] = 1.7)),
    violation('AAL not supported', RESULT.AALError, ({ args }) => (args['min_aal'] = 1.7)),
    violation('less than no AS', RESULT.UnmarshalError, ({ args }) => (args['data_request_list'] = [aDataRequest({ min_as: -1 })]), 'service twice', 'AS unknown', 'too few AS'),
    violation('AS offers nothing', RESULT.ServiceDestinationNotFound, ({ world }) => world.patch('offer', ['bank', 'as-1'], undefined)),
    violation('too few AS', RESULT.DataRequestCannotBeFulfilled, ({ args }) => (args['data_request_list'] = [aDataRequest({ min_as: 3 })])),
  ]);

  describeRefusals('CreateRequest', () => scene(aWorld(), 'idp-1', aRequest()), [
    violation('IdP asks in mode 1', RESULT.IdPCreateRequestMode1And2NotAllowed, ({ args }) => (args['mode'] = 1)),
    violation('IdP asks for data', RESULT.IdPCreateRequestWithDataRequestNotAllowed, ({ args }) => (args['data_request_list'] = [aDataRequest()]), 'service twice'),
    violation('service twice', RESULT.IdPCreateRequestWithDataRequestNotAllowed, ({ args }) => (args['data_request_list'] = [aDataRequest(), aDataRequest()])),
  ]);

  test.each([
    ['unknown', 'service', 'bank', undefined, RESULT.ServiceIDNotFound],
    ['disabled', 'service', 'bank', { active: false }, RESULT.ServiceIsNotActive],
    ['not approved', 'approval', ['bank', 'as-2'], undefined, RESULT.ServiceIDNotFound],
    ['suspended', 'approval', ['bank', 'as-2'], { active: false }, RESULT.ServiceDestinationIsNotActive],
    ['not offered now', 'offer', ['bank', 'as-2'], { active: false }, RESULT.ServiceDestinationIsNotActive],
  ] as const)('a service that is %s can not be asked for', (_name, kind, key, part, code) => {
    const world = aWorld();
    world.patch(kind, [key].flat() as string[], part);
    expect(world.send('rp', 'CreateRequest', aRequest({ data_request_list: [aDataRequest()] })).code).toBe(code);
  });

  test('each mode list of the operator counts for its purpose', () => {
    const world = aWorld();
    world.done('ndid', 'SetAllowedModeList', { purpose: '', allowed_mode_list: [3] });
    expect(world.send('rp', 'CreateRequest', aRequest()).code).toBe(RESULT.InvalidMode);
    expect(world.send('idp-1', 'CreateRequest', aRequest({ purpose: 'AddAccessor' })).code).toBe(0);
  });
});

describe('CreateIdpResponse', () => {
  test('records answer and change', () => {
    const world = withRequest();
    const decision = world.done('idp-1', 'CreateIdpResponse', anAnswer());
    expect(decision.request?.change).toEqual({ kind: 'idp_response', idp_id: 'idp-1' });
    expect(answered(world)).toEqual([{ idp_id: 'idp-1', ial: 2.1, aal: 2.1, status: 'accept', signature: 'signature', valid_ial: null, valid_signature: null }]);
  });

  test('an error answer keeps its code only', () => {
    const world = withRequest();
    world.done('idp-1', 'CreateIdpResponse', anErrorAnswer({ ial: 9 }));
    expect(answered(world)).toEqual([{ idp_id: 'idp-1', error_code: 31000, valid_ial: null, valid_signature: null }]);
  });

  test('an IdP agent may answer, others than IdPs may not', () => {
    const world = withRequest({ idp_id_list: ['agent'] });
    expect(world.send('rp', 'CreateIdpResponse', anAnswer()).code).toBe(RESULT.NoPermissionForCallIdPMethod);
    expect(world.send('agent', 'CreateIdpResponse', anAnswer()).code).toBe(0);
  });

  const spoilRequest = (part: object) => (s: Scene): void => s.world.patch('request', 'request', part);
  describeRefusals('CreateIdpResponse', () => scene(withRequest({ min_idp: 1, idp_id_list: ['idp-1', 'idp-2'] }), 'idp-1', anAnswer()), [
    violation('unknown', RESULT.RequestIDNotFound, ({ args }) => (args['request_id'] = 'nothing')),
    violation('closed', RESULT.RequestIsClosed, spoilRequest({ closed: true })),
    violation('timed out', RESULT.RequestIsTimedOut, spoilRequest({ timed_out: true })),
    violation('due', RESULT.RequestIsTimedOut, ({ world }) => (world.block = { ...world.block, now: T0 + TIMEOUT_MS })),
    violation('not asked', RESULT.NodeIDDoesNotExistInIdPList, (s) => (s.by = 'idp-3')),
    violation('answered already', RESULT.DuplicateIdPResponse, spoilRequest({ response_list: [{ idp_id: 'idp-1', error_code: 1, valid_ial: null, valid_signature: null }] }), 'not asked', 'enough answers', 'impossible'),
    violation('enough answers', RESULT.RequestIsCompleted, ({ world }) => world.done('idp-2', 'CreateIdpResponse', anAnswer()), 'unknown', 'closed', 'timed out', 'due', 'impossible'),
    violation('impossible', RESULT.RequestCannotBeFulfilled, spoilRequest({ min_idp: 3 })),
    violation('AAL below minimum', RESULT.AALError, ({ args }) => (args['aal'] = 1), 'AAL above own'),
    violation('IAL below minimum', RESULT.IALError, ({ args }) => (args['ial'] = 1.1), 'IAL above own'),
    violation('AAL above own', RESULT.AALError, ({ args }) => (args['aal'] = 3)),
    violation('IAL above own', RESULT.IALError, ({ args }) => (args['ial'] = 3)),
    violation('neither accepted nor rejected', RESULT.UnmarshalError, ({ args }) => (args['status'] = 'perhaps')),
  ]);

  describeRefusals('CreateIdpResponse', () => scene(withRequest(), 'idp-1', anErrorAnswer()), [
    violation('impossible', RESULT.RequestCannotBeFulfilled, spoilRequest({ min_idp: 3 })),
    violation('error code unknown', RESULT.InvalidErrorCode, ({ args }) => (args['error_code'] = 41000)),
    violation('status beside it', RESULT.UnmarshalError, ({ args }) => (args['status'] = 'accept')),
  ]);

  test.each([
    // normal answers, error answers -> code of the next answer of either kind, for min_idp 2 of 3
    [0, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
    [1, 1, 0],
    [2, 0, RESULT.RequestIsCompleted],
    [0, 2, RESULT.RequestCannotBeFulfilled],
  ])('2 of 3 wanted, after %i answers and %i errors -> %i', (normal, errors, code) => {
    const world = withRequest({ min_idp: 2, idp_id_list: ['idp-1', 'idp-2', 'idp-3'] });
    for (const idp of ['idp-1', 'idp-2'].slice(0, normal)) world.done(idp, 'CreateIdpResponse', anAnswer());
    for (const idp of ['idp-1', 'idp-2'].slice(normal, normal + errors)) world.done(idp, 'CreateIdpResponse', anErrorAnswer());
    const before = world.read('request', 'request');
    expect(world.send('idp-3', 'CreateIdpResponse', anAnswer()).code).toBe(code);
    world.patch('request', 'request', before);
    expect(world.send('idp-3', 'CreateIdpResponse', anErrorAnswer()).code).toBe(code);
  });

  test.each([
    [2.1, 2.1],
    [2.3, 2.2],
  ])('levels %d and %d stand at the edge and are taken', (ial, aal) => {
    expect(withRequest().send('idp-1', 'CreateIdpResponse', anAnswer({ ial, aal })).code).toBe(0);
  });
});

const withDataRequest = (part: object = {}): World => withRequest({ data_request_list: [aDataRequest(part)] });

describe('CreateAsResponse', () => {
  test('records that data are signed, and the signature', () => {
    const world = withDataRequest();
    const decision = world.done('as-1', 'CreateAsResponse', asAnswer());
    expect(decision.request?.change).toEqual({ kind: 'as_response', as_id: 'as-1', service_id: 'bank' });
    expect(dataAnswers(world)).toEqual([{ as_id: 'as-1', signature: 'signature', received_data: false }]);
  });

  test('an error answer keeps its code only', () => {
    const world = withDataRequest();
    world.done('as-1', 'CreateAsResponse', asAnswer({ error_code: 41000 }));
    expect(dataAnswers(world)).toEqual([{ as_id: 'as-1', error_code: 41000 }]);
  });

  test('only an AS may', () => expect(withDataRequest().send('idp-1', 'CreateAsResponse', asAnswer()).code).toBe(RESULT.NoPermissionForCallASMethod));

  const spoilData = (part: object) => ({ world }: Scene): void => {
    const [data] = world.read('request', 'request').data_request_list;
    if (data) world.patch('request', 'request', { data_request_list: [{ ...data, ...part }] });
  };
  describeRefusals('CreateAsResponse', () => scene(withDataRequest(), 'as-1', asAnswer({ error_code: 41000 })), [
    violation('unknown', RESULT.RequestIDNotFound, ({ args }) => (args['request_id'] = 'nothing')),
    violation('closed', RESULT.RequestIsClosed, ({ world }) => world.patch('request', 'request', { closed: true })),
    violation('timed out', RESULT.RequestIsTimedOut, ({ world }) => world.patch('request', 'request', { timed_out: true })),
    violation('due', RESULT.RequestIsTimedOut, ({ world }) => (world.block = { ...world.block, now: T0 + TIMEOUT_MS })),
    violation('service not asked for', RESULT.NodeIDDoesNotExistInASList, ({ args }) => (args['service_id'] = 'other')),
    violation('AS not asked', RESULT.NodeIDDoesNotExistInASList, spoilData({ as_id_list: ['as-2'] }), 'answered already', 'enough answers', 'impossible'),
    violation('answered already', RESULT.DuplicateASResponse, spoilData({ response_list: [{ as_id: 'as-1', error_code: 1 }] }), 'enough answers', 'impossible'),
    violation('enough answers', RESULT.DataRequestIsCompleted, spoilData({ response_list: [{ as_id: 'as-2', signature: '' }] }), 'impossible'),
    violation('impossible', RESULT.DataRequestCannotBeFulfilled, spoilData({ min_as: 3 })),
    violation('error code unknown', RESULT.InvalidErrorCode, ({ args }) => (args['error_code'] = 31000)),
    violation('service unknown', RESULT.ServiceIDNotFound, ({ world }) => world.patch('service', 'bank', undefined), 'service disabled'),
    violation('service disabled', RESULT.ServiceIsNotActive, ({ world }) => world.patch('service', 'bank', { active: false })),
    violation('never approved', RESULT.ServiceIDNotFound, ({ world }) => world.patch('approval', ['bank', 'as-1'], undefined), 'suspended'),
    violation('suspended', RESULT.ServiceDestinationIsNotActive, ({ world }) => world.patch('approval', ['bank', 'as-1'], { active: false })),
    violation('no offer of its own', RESULT.ServiceDestinationNotFound, ({ world }) => world.patch('offer', ['bank', 'as-1'], undefined), 'offer disabled'),
    violation('offer disabled', RESULT.ServiceDestinationIsNotActive, ({ world }) => world.patch('offer', ['bank', 'as-1'], { active: false })),
  ]);

  test('min_as 0: every listed AS may answer', () => {
    const world = withDataRequest({ min_as: 0 });
    expect(['as-1', 'as-2'].map((as) => world.send(as, 'CreateAsResponse', asAnswer()).code)).toEqual([0, 0]);
  });

  test.each([
    [1, 0, RESULT.DataRequestIsCompleted],
    [1, 1, 0],
    [2, 0, 0],
    [2, 1, RESULT.DataRequestCannotBeFulfilled],
  ])('min_as %i of 2, the other one answered with %i errors -> %i', (min_as, errors, code) => {
    const world = withDataRequest({ min_as });
    world.done('as-2', 'CreateAsResponse', asAnswer(errors > 0 ? { error_code: 41000 } : {}));
    expect(world.send('as-1', 'CreateAsResponse', asAnswer()).code).toBe(code);
  });
});

describe('SetDataReceived', () => {
  const answeredScene = (): Scene => {
    const world = withDataRequest();
    world.done('as-1', 'CreateAsResponse', asAnswer());
    return scene(world, 'rp', { request_id: 'request', service_id: 'bank', as_id: 'as-1' });
  };

  test('marks the answer', () => {
    const { world, by, args } = answeredScene();
    expect(world.done(by, 'SetDataReceived', args).request?.change).toEqual({ kind: 'data_received', as_id: 'as-1', service_id: 'bank' });
    expect(dataAnswers(world)).toEqual([{ as_id: 'as-1', signature: 'signature', received_data: true }]);
  });

  test('there is nothing to receive from an error answer', () => {
    const world = withDataRequest();
    world.done('as-1', 'CreateAsResponse', asAnswer({ error_code: 41000 }));
    expect(world.send('rp', 'SetDataReceived', { request_id: 'request', service_id: 'bank', as_id: 'as-1' }).code).toBe(RESULT.AsIDDoesNotExistInASList);
  });

  describeRefusals('SetDataReceived', answeredScene, [
    violation('empty id', RESULT.RequestIDNotFound, ({ args }) => (args['request_id'] = '')),
    violation('not the owner', RESULT.NotOwnerOfRequest, (s) => (s.by = 'rp-2')),
    violation('closed', RESULT.RequestIsClosed, ({ world }) => world.patch('request', 'request', { closed: true })),
    violation('timed out', RESULT.RequestIsTimedOut, ({ world }) => world.patch('request', 'request', { timed_out: true })),
    violation('due', RESULT.RequestIsTimedOut, ({ world }) => (world.block = { ...world.block, now: T0 + TIMEOUT_MS })),
    violation('other service', RESULT.AsIDDoesNotExistInASList, ({ args }) => (args['service_id'] = 'other'), 'marked before'),
    violation('no answer yet', RESULT.AsIDDoesNotExistInASList, ({ args }) => (args['as_id'] = 'as-2'), 'marked before'),
    violation('marked before', RESULT.DuplicateASInDataRequest, ({ world, by, args }) => world.done(by, 'SetDataReceived', args), 'empty id', 'not the owner', 'closed', 'timed out', 'due'),
  ]);
});

describe('CloseRequest and TimeOutRequest', () => {
  const validity = [
    { idp_id: 'idp-1', valid_ial: true, valid_signature: false },
    { idp_id: 'idp-2', valid_ial: true, valid_signature: true },
    { idp_id: 'nobody', valid_ial: true, valid_signature: true },
  ];
  const withAnswers = (): World => {
    const world = withRequest({ min_idp: 2, idp_id_list: ['idp-1', 'idp-2', 'idp-3'] });
    world.done('idp-1', 'CreateIdpResponse', anAnswer());
    world.done('idp-2', 'CreateIdpResponse', anErrorAnswer());
    world.done('idp-3', 'CreateIdpResponse', anAnswer());
    return world;
  };

  test('close with the flags given; error answers carry none', () => {
    const world = withAnswers();
    expect(world.done('rp', 'CloseRequest', { request_id: 'request', response_valid_list: validity }).request?.change).toEqual({ kind: 'closed' });
    expect(world.read('request', 'request')).toMatchObject({
      closed: true,
      timed_out: false,
      response_list: [
        { idp_id: 'idp-1', valid_ial: true, valid_signature: false },
        { idp_id: 'idp-2', valid_ial: null, valid_signature: null },
        { idp_id: 'idp-3', valid_ial: null, valid_signature: null },
      ],
    });
  });

  test('the owner may time out too, with flags, once it is time', () => {
    const world = withAnswers();
    world.block = { ...world.block, now: T0 + TIMEOUT_MS };
    world.done('rp', 'TimeOutRequest', { request_id: 'request', response_valid_list: validity });
    expect(world.read('request', 'request')).toMatchObject({ closed: false, timed_out: true, response_list: [{ valid_ial: true }, {}, {}] });
  });

  test.each([
    [-1, 0, RESULT.InvalidTransactionFormat],
    [0, RESULT.RequestIsTimedOut, 0],
  ])('%i ms from the end of its time: close %i, time out %i', (offset, close, timeOut) => {
    const codes = (['CloseRequest', 'TimeOutRequest'] as const).map((type) => {
      const world = withRequest();
      world.block = { ...world.block, now: T0 + TIMEOUT_MS + offset };
      return world.send('rp', type, { request_id: 'request' }).code;
    });
    expect(codes).toEqual([close, timeOut]);
  });

  const spoil = [
    violation('empty id', RESULT.RequestIDNotFound, ({ args }) => (args['request_id'] = '')),
    violation('not the owner', RESULT.NotOwnerOfRequest, (s) => (s.by = 'rp-2')),
    violation('closed', RESULT.RequestIsClosed, ({ world }) => world.patch('request', 'request', { closed: true })),
    violation('timed out', RESULT.RequestIsTimedOut, ({ world }) => world.patch('request', 'request', { timed_out: true })),
  ];
  describeRefusals('CloseRequest', () => scene(withRequest(), 'rp', { request_id: 'request' }), spoil);
  describeRefusals(
    'TimeOutRequest',
    () => {
      const world = withRequest();
      world.block = { ...world.block, now: T0 + TIMEOUT_MS };
      return scene(world, 'rp', { request_id: 'request' });
    },
    [...spoil, violation('too early', RESULT.InvalidTransactionFormat, ({ world }) => (world.block = { ...world.block, now: T0 }))],
  );
});

/*
 * Ledger rules 4.1: what each command says to an open, a closed and a timed-out request.
 */
describe('commands by state of the request', () => {
  const ended = (part: object) => (): World => {
    const world = withDataRequest();
    world.done('as-1', 'CreateAsResponse', asAnswer());
    world.patch('request', 'request', part);
    return world;
  };
  const states = { open: ended({}), closed: ended({ closed: true }), timedOut: ended({ timed_out: true }) };
  const table: [CommandType, string, object, [open: number, closed: number, timedOut: number]][] = [
    ['CreateRequest', 'rp', aRequest(), [RESULT.DuplicateRequestID, RESULT.DuplicateRequestID, RESULT.DuplicateRequestID]],
    ['CreateIdpResponse', 'idp-1', anAnswer(), [0, RESULT.RequestIsClosed, RESULT.RequestIsTimedOut]],
    ['CreateAsResponse', 'as-2', asAnswer(), [RESULT.DataRequestIsCompleted, RESULT.RequestIsClosed, RESULT.RequestIsTimedOut]],
    ['SetDataReceived', 'rp', { request_id: 'request', service_id: 'bank', as_id: 'as-1' }, [0, RESULT.RequestIsClosed, RESULT.RequestIsTimedOut]],
    ['CloseRequest', 'rp', { request_id: 'request' }, [0, RESULT.RequestIsClosed, RESULT.RequestIsTimedOut]],
    ['TimeOutRequest', 'rp', { request_id: 'request' }, [RESULT.InvalidTransactionFormat, RESULT.RequestIsClosed, RESULT.RequestIsTimedOut]],
  ];
  test.each(table)('%s', (type, by, args, codes) => {
    expect(Object.values(states).map((given) => given().send(by, type, args).code)).toEqual(codes);
  });
});

describe('CreateMessage', () => {
  const message = { message_id: 'message', message: 'text', purpose: 'why' };

  test('is kept for everybody', () => {
    const world = aWorld();
    world.done('rp', 'CreateMessage', message);
    expect(world.read('message', 'message')).toEqual({ ...message, requester_node_id: 'rp', creation_block_height: 100, creation_chain_id: CHAIN });
  });

  test('is for RPs, and once', () => {
    const world = aWorld();
    expect(world.send('idp-1', 'CreateMessage', message).code).toBe(RESULT.NoPermissionForCallRPMethod);
    world.done('rp', 'CreateMessage', message);
    expect(world.send('rp-2', 'CreateMessage', message).code).toBe(RESULT.DuplicateMessageID);
  });
});

test('the offer of this world is a valid one', () => expect(aWorld().read('offer', 'bank', 'as-1')).toMatchObject(anOffer()));
