import { requestMessageHash, requestMessageSalt, requestParamsHash, requestParamsSalt, type MailBodies, type RequestDetail } from '@trine/protocol';
import { aWorld, RSA_KEY } from '../../ledger-core/test/world.js';
import { operationsOf } from '../src/api/operation.js';
import { AsOperations } from '../src/requests/as-operations.js';
import { AsSide } from '../src/requests/as-side.js';
import { RequesterSide } from '../src/requests/requester-side.js';
import type { RequestRecord } from '../src/store/documents.js';
import { UnitOfWork } from '../src/store/unit-of-work.js';
import { aDesk, aStore, ledgerOf, refusal, silentLogger, someCallbacks } from './parts.js';

/*
 * What a gateway finds wrong in what another member's gateway sent it, and no honest one would send (contract: errors.md, flows.md
 * 6.5, 6.7 and 7.4). At stake: a source must not be asked without consent, nor a requester be given data that nobody signed.
 */

const REQUEST = 'a'.repeat(64);
const person = { namespace: 'citizen_id', identifier: '9000000000012' };
const initial_salt = 'c'.repeat(44);
const request_message = 'Please confirm';
const request_message_salt = requestMessageSalt(person.namespace, person.identifier, initial_salt);
const request_params_salt = requestParamsSalt(REQUEST, 'bank', initial_salt);
const mail = () => ({ file: () => undefined }) as never;
const errorOf = (node_id: string, action: string, code: number) => ({ node_id, type: 'error', action, request_id: REQUEST, error: { code, message: expect.any(String) } });

const detailOf = (part: Partial<RequestDetail> = {}): RequestDetail => ({
  request_id: REQUEST, mode: 2, min_idp: 1, min_ial: 1.1, min_aal: 1, request_timeout: 3600, idp_id_list: ['idp-1'], requester_node_id: 'rp', request_type: null,
  request_message_hash: requestMessageHash(request_message, request_message_salt), creation_block_height: 'chain:1', creation_chain_id: 'chain', closed: false, timed_out: false,
  data_request_list: [{ service_id: 'bank', as_id_list: ['as-1'], min_as: 1, request_params_hash: requestParamsHash(undefined, request_params_salt), response_list: [] }],
  response_list: [{ idp_id: 'idp-1', ial: 2.3, aal: 3, status: 'accept', signature: 'AAAA', valid_ial: null, valid_signature: null }],
  ...part,
}) as never;

const dataRequest = (part: object = {}): MailBodies['data_request'] => ({
  request_id: REQUEST, mode: 2, ...person, service_data_request_list: [{ service_id: 'bank', request_params_salt }], request_message, request_message_salt, initial_salt,
  response_private_data_list: [{ idp_id: 'idp-1', accessor_id: 'nobody' }], creation_time: 1, request_timeout: 3600, rp_id: 'rp', ...part,
});

async function sourceGets(body: MailBodies['data_request'], detail = detailOf()) {
  const callbacks = someCallbacks();
  const side = new AsSide(mail, callbacks, ledgerOf(aWorld()), { prepare: () => undefined } as never, silentLogger);
  const record: RequestRecord = { node_id: 'as-1', request_id: REQUEST, doc: { detail, height: 'chain:2' } };
  await side.onLetter(record, { id: 'l', type: 'data_request', from: 'rp', body, signature: '' }, new UnitOfWork());
  return { callbacks, record };
}

test.each([
  ['a consent that no accessor of the person has signed', 10024, dataRequest(), detailOf()],
  ['more consents than were asked for', 10024, dataRequest(), detailOf({ response_list: [...detailOf().response_list, ...detailOf().response_list] })],
  ['another text than the one that was asked', 10025, dataRequest({ request_message: 'Please pay' }), detailOf()],
  ['other parameters than those that were recorded', 10025, dataRequest({ service_data_request_list: [{ service_id: 'bank', request_params: '{}', request_params_salt }] }), detailOf()],
  ['a service that this source was not asked for', 10025, dataRequest({ service_data_request_list: [{ service_id: 'other', request_params_salt }] }), detailOf()],
  ['another person than the salt is made of', 10025, dataRequest({ identifier: '9000000000021' }), detailOf({ mode: 1 })],
])('a source that gets %s is told with %d and not asked', async (_what, code, body, detail) => {
  const { callbacks, record } = await sourceGets(body, detail);
  expect(callbacks.told).toEqual([errorOf('as-1', 'as.processMessage', code)]);
  expect(record.doc.as).toEqual({ services: {}, refused: true });
});

test('a source that gets what was recorded is asked', async () => {
  const { callbacks } = await sourceGets(dataRequest({ response_private_data_list: [] }), detailOf({ mode: 1 }));
  expect(callbacks.told).toMatchObject([{ type: 'data_request', service_id: 'bank', ...person, response_signature_list: ['AAAA'], max_ial: 2.3, max_aal: 3 }]);
});

describe('a requester', () => {
  const asResponse = (part: object = {}): MailBodies['as_response'] => ({
    request_id: REQUEST, as_id: 'as-1', service_id: 'bank', signature: 'AAAA', data_salt: 's',
    packed_data: { buffer_base64: Buffer.from('data').toString('base64'), metadata: { compression_algorithm: null } } as never, ...part,
  });

  async function gets(from: string, body: MailBodies['as_response'] | MailBodies['idp_response'], type: 'as_response' | 'idp_response' = 'as_response') {
    const callbacks = someCallbacks();
    const desk = aDesk();
    const directory = { keysOf: () => Promise.resolve({ signing_public_key: { public_key: RSA_KEY, algorithm: 'RSASSA_PKCS1_V1_5_SHA_256', version: 1 } }) };
    const side = new RequesterSide({} as never, aStore(), desk, mail, callbacks, {} as never, ledgerOf(aWorld()), directory as never);
    const requester = { reference_id: 'r', callback_url: 'http://back-end/', answers: {}, early_data: {}, awaited_data: { [JSON.stringify(['bank', 'as-1'])]: 'AAAA' }, taken_data: [], data_requested: true, closing: false };
    const work = new UnitOfWork();
    await side.onLetter({ node_id: 'rp', request_id: REQUEST, doc: { detail: detailOf(), height: 'chain:2', requester } } as never, { id: 'l', type, from, body, signature: '' } as never, work);
    return { callbacks, desk };
  }

  test.each([
    ['data with another signature than the recorded one', asResponse({ signature: 'BBBB' })],
    ['data that the recorded signature does not fit', asResponse()],
    ['no data', asResponse({ packed_data: undefined })],
  ])('that gets %s is told with 10033 and acknowledges nothing', async (_what, body) => {
    const { callbacks, desk } = await gets('as-1', body);
    expect(callbacks.told).toEqual([errorOf('rp', 'processAsResponse', 10033)]);
    expect(desk.sent).toEqual([]);
  });

  test.each([
    ['a source', asResponse(), 'as_response'],
    ['an IdP', { request_id: REQUEST, idp_id: 'idp-1', accessor_id: 'a' }, 'idp_response'],
  ] as const)('that gets the answer of %s from somebody else is told with 10044', async (_what, body, type) => {
    const { callbacks } = await gets('idp-2', body, type);
    expect(callbacks.told).toEqual([errorOf('rp', 'rp.processMessage', 10044)]);
  });
});

/** Contract: flows.md 6.7; the ledger gives out no such service, but it may be older than the check of its schema. */
test.each([
  ['is not there', 10036, null],
  ['is no schema', 10037, { data_schema: '{"type":"nothing"}' }],
])('data for a service whose schema %s are refused with %d', async (_what, code, service) => {
  const record = { node_id: 'as-1', request_id: REQUEST, doc: { detail: detailOf(), as: { services: { bank: 'asked' } } }, content: { data_request: { body: dataRequest() } } };
  const store = aStore({ exclusively: (_node: string, _ids: string[], act: () => Promise<void>) => act(), loadRequest: () => Promise.resolve(record) });
  const services = { get: () => Promise.resolve(service) };
  const operations = new AsOperations({} as never, store, ledgerOf(aWorld()), aDesk(), mail, someCallbacks(), {} as never, {} as never, services as never);
  const call = { nodeId: 'as-1', params: { request_id: REQUEST, service_id: 'bank' }, query: {}, body: { reference_id: 'r', callback_url: 'http://back-end/', data: '{}' } };
  expect(await refusal(operationsOf(operations).get('sendData')?.(call as never) as Promise<unknown>)).toBe(code);
});
