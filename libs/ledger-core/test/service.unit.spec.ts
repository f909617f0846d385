import { RESULT, type CommandType } from '@trine/protocol';
import { anOffer, aWorld, describeRefusals, violation, type Scene, type World } from './world.js';

const scene = (args: Record<string, unknown>, by = 'ndid', world = aWorld()): Scene => ({ world, by, args });
const code = (type: CommandType, args: unknown, by = 'ndid'): number => aWorld().send(by, type, args).code;

describe('services', () => {
  test('are added active, updated in part, switched', () => {
    const world = aWorld();
    world.done('ndid', 'AddService', { service_id: 'tax', service_name: 'Tax', data_schema: '{}', data_schema_version: '1' });
    world.done('ndid', 'UpdateService', { service_id: 'tax', data_schema_version: '2' });
    world.done('ndid', 'DisableService', { service_id: 'tax' });
    expect(world.read('service', 'tax')).toEqual({ service_id: 'tax', service_name: 'Tax', data_schema: '{}', data_schema_version: '2', active: false });
    world.done('ndid', 'EnableService', { service_id: 'tax' });
    expect(world.read('service', 'tax').active).toBe(true);
  });

  test('exist once', () => expect(code('AddService', { service_id: 'bank', service_name: 'x' })).toBe(RESULT.DuplicateServiceID));

  test.each<CommandType>(['UpdateService', 'EnableService', 'DisableService', 'SetServicePriceCeiling', 'SetServicePriceMinEffectiveDatetimeDelay'])(
    '%s of an unknown one',
    (type) => expect(code(type, { service_id: 'nothing' })).toBe(RESULT.ServiceIDNotFound),
  );
});

describe('approvals', () => {
  const approval = { service_id: 'bank', node_id: 'as-1' };

  test('are withdrawn and given again', () => {
    const world = aWorld();
    world.done('ndid', 'DisableServiceDestinationByNDID', approval);
    expect(world.read('approval', 'bank', 'as-1').active).toBe(false);
    world.done('ndid', 'RegisterServiceDestinationByNDID', approval);
    expect(world.read('approval', 'bank', 'as-1').active).toBe(true);
    world.done('ndid', 'DisableServiceDestinationByNDID', approval);
    world.done('ndid', 'EnableServiceDestinationByNDID', approval);
    expect(world.read('approval', 'bank', 'as-1').active).toBe(true);
  });

  const violations = [
    violation('service unknown', RESULT.ServiceIDNotFound, ({ args }) => (args['service_id'] = 'nothing')),
    violation('node unknown', RESULT.NodeIDNotFound, ({ args }) => (args['node_id'] = 'nobody'), 'no AS'),
    violation('no AS', RESULT.RoleIsNotAS, ({ args }) => (args['node_id'] = 'rp')),
  ];
  const neverGiven = violation('never given', RESULT.ServiceIDNotFound, ({ world }) => world.patch('approval', ['bank', 'as-1'], undefined));
  describeRefusals('RegisterServiceDestinationByNDID', () => scene({ ...approval }), violations);
  describeRefusals('DisableServiceDestinationByNDID', () => scene({ ...approval }), [...violations, neverGiven]);
  describeRefusals('EnableServiceDestinationByNDID', () => scene({ ...approval }), [...violations, neverGiven]);
});

describe('offers', () => {
  const newcomer = (): World => {
    const world = aWorld();
    world.patch('offer', ['bank', 'as-1'], undefined);
    return world;
  };

  test('count up per AS', () => {
    const world = newcomer();
    for (const service_id of ['z', 'a']) {
      world.done('ndid', 'AddService', { service_id, service_name: service_id });
      world.done('ndid', 'RegisterServiceDestinationByNDID', { service_id, node_id: 'as-1' });
      world.done('as-1', 'RegisterServiceDestination', anOffer({ service_id }));
    }
    expect(world.read('offer', 'z', 'as-1')).toEqual({ ...anOffer({ service_id: 'z' }), node_id: 'as-1', active: true, ordinal: 1 });
    expect(world.read('offer', 'a', 'as-1').ordinal).toBe(2);
  });

  test.each(['rp', 'idp-1', 'ndid'])('%s offers nothing', (by) => expect(code('RegisterServiceDestination', anOffer(), by)).toBe(RESULT.NoPermissionForCallASMethod));

  describeRefusals('RegisterServiceDestination', () => scene(anOffer(), 'as-1', newcomer()), [
    violation('service unknown', RESULT.ServiceIDNotFound, ({ args }) => (args['service_id'] = 'nothing')),
    violation('service disabled', RESULT.ServiceIsNotActive, ({ world }) => world.patch('service', 'bank', { active: false })),
    violation('offered already', RESULT.DuplicateServiceID, ({ world }) => world.patch('offer', ['bank', 'as-1'], { service_id: 'bank' })),
    violation('approval withdrawn', RESULT.NoPermissionForRegisterServiceDestination, ({ world }) => world.patch('approval', ['bank', 'as-1'], { active: false })),
    violation('never approved', RESULT.NoPermissionForRegisterServiceDestination, ({ world }) => world.patch('approval', ['bank', 'as-1'], undefined)),
  ]);

  test('are updated where something is given, and switched', () => {
    const world = aWorld();
    world.done('as-1', 'UpdateServiceDestination', { service_id: 'bank', min_ial: 2.3 });
    world.done('as-1', 'UpdateServiceDestination', { service_id: 'bank', min_aal: 2.2, supported_namespace_list: ['passport'] });
    world.done('as-1', 'DisableServiceDestination', { service_id: 'bank' });
    expect(world.read('offer', 'bank', 'as-1')).toMatchObject({ min_ial: 2.3, min_aal: 2.2, supported_namespace_list: ['passport'], active: false });
    world.done('as-1', 'EnableServiceDestination', { service_id: 'bank' });
    expect(world.read('offer', 'bank', 'as-1').active).toBe(true);
  });

  describe.each<CommandType>(['UpdateServiceDestination', 'DisableServiceDestination', 'EnableServiceDestination'])('%s', (type) => {
    describeRefusals(type, () => scene({ service_id: 'bank' }, 'as-1'), [
      violation('service unknown', RESULT.ServiceIDNotFound, ({ args }) => (args['service_id'] = 'nothing')),
      violation('no offer of its own', RESULT.ServiceDestinationNotFound, ({ world }) => world.patch('offer', ['bank', 'as-1'], undefined)),
    ]);
  });
});

describe('prices', () => {
  const price = (part: object = {}): Record<string, unknown> => ({
    service_id: 'bank',
    price_by_currency_list: [{ currency: 'THB', min_price: 1, max_price: 10 }],
    effective_datetime: '2026-02-01T00:00:00+07:00',
    more_info_url: 'https://example.com',
    detail: '',
    ...part,
  });
  const withCeiling = (): World => {
    const world = aWorld();
    world.done('ndid', 'SetServicePriceCeiling', { service_id: 'bank', price_ceiling_by_currency_list: [{ currency: 'THB', price: 10 }] });
    return world;
  };
  const of = (currency: string, min_price: number, max_price: number): object[] => [{ currency, min_price, max_price }];

  test('the newest stands first', () => {
    const world = withCeiling();
    world.done('as-1', 'SetServicePrice', price({ detail: 'old' }));
    world.block = { ...world.block, height: 200 };
    world.done('as-1', 'SetServicePrice', price({ detail: 'new' }));
    const { service_id: _, ...stored } = price({ detail: 'new' });
    expect(world.read('servicePrices', 'bank', 'as-1').price_list).toEqual([
      { ...stored, creation_block_height: 200, creation_chain_id: 'chain-test' },
      expect.objectContaining({ detail: 'old', creation_block_height: 100 }),
    ]);
  });

  test.each(['tomorrow', '', '2026-02-30', '2026-13-01T00:00:00Z', '2026-02-01 00:00:00Z', '2026-02-31T00:00:00Z', '2026-04-31T00:00:00+07:00', '2027-02-29T00:00:00Z',
    '2026-02-01T24:00:00Z', '2026-02-01T23:60:00Z', 1])('%j is no date and time', (effective_datetime) => {
    expect(withCeiling().send('as-1', 'SetServicePrice', price({ effective_datetime })).code).toBe(RESULT.UnmarshalError);
  });

  test.each(['2028-02-29T23:59:59.999Z', '2026-12-31T00:00:00-11:30', '2026-02-01t00:00:00z'])('%s is one', (effective_datetime) => {
    expect(withCeiling().send('as-1', 'SetServicePrice', price({ effective_datetime })).code).toBe(0);
  });

  const priced = (list: object[]) => ({ args }: Scene): void => void (args['price_by_currency_list'] = list);
  const lists = ['lowest above highest', 'currency without ceiling', 'above the ceiling'];
  describeRefusals('SetServicePrice', () => scene(price(), 'as-1', withCeiling()), [
    violation('lowest above highest', RESULT.ServicePriceMinCannotBeGreaterThanMax, priced(of('USD', 11, 10)), ...lists),
    violation('service unknown', RESULT.ServiceIDNotFound, ({ args }) => (args['service_id'] = 'nothing'), 'no ceilings'),
    violation('no ceilings', RESULT.ServicePriceCeilingListNotFound, ({ world }) => world.patch('service', 'bank', { price_ceiling_by_currency_list: undefined })),
    violation('currency without ceiling', RESULT.ServicePriceCeilingNotFound, priced(of('USD', 1, 11)), ...lists),
    violation('above the ceiling', RESULT.ServiceMaxPriceGreaterThanPriceCeiling, priced(of('THB', 1, 10.01)), ...lists),
  ]);

  test('delays: for one service, or for all', () => {
    const world = aWorld();
    world.done('ndid', 'SetServicePriceMinEffectiveDatetimeDelay', { duration_second: 60 });
    world.done('ndid', 'SetServicePriceMinEffectiveDatetimeDelay', { service_id: 'bank', duration_second: 5 });
    expect([world.read('scheme', 'scheme').price_delay_seconds, world.read('service', 'bank').price_delay_seconds]).toEqual([60, 5]);
    expect(code('SetServicePriceMinEffectiveDatetimeDelay', { duration_second: -1 })).toBe(RESULT.UnmarshalError);
  });
});
