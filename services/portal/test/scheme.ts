import { expect } from '@jest/globals';
import { consentSignature, newCitizenId, registerPerson, startTestScheme, type ReceivedCallback, type TestPerson, type TestScheme } from '@trine/testkit';

export const KNOWN_BANK = 'idp1';
export const ON_THE_FLY_BANK = 'idp2';
export const OTHER_BANK = 'idp3';
export const SERVICES = ['customer_info', 'bank_statement'];
export const DATA = JSON.stringify({ name: 'สมมุติ ทดสอบดี (Sommut Thotsobdi)', birth_date: '1990-01-01', address: '1 Example Road, Bangkok' });

/** Gateways sign callbacks with it, and the portal takes no others. */
export const CALLBACK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** Two sources' services, three banks with names for people: one is able to register people on the way. */
export async function startScheme(name: string): Promise<TestScheme> {
  const scheme = await startTestScheme({
    name,
    env: { CALLBACK_SIGNING_SECRET: CALLBACK_SECRET },
    nodes: [
      { node_id: 'ndid1', role: 'ndid' },
      { node_id: 'rp1', role: 'rp' },
      { node_id: KNOWN_BANK, role: 'idp', node_name: '{"marketing_name_th":"ธนาคารสมมุติ","marketing_name_en":"Fictional Bank"}' },
      { node_id: ON_THE_FLY_BANK, role: 'idp', node_name: '{"marketing_name_th":"ธนาคารตัวอย่าง","marketing_name_en":"Sample Bank"}', supported_feature_list: ['on_the_fly'] },
      { node_id: OTHER_BANK, role: 'idp', node_name: 'Plain Bank' },
      { node_id: 'as1', role: 'as' },
    ],
  });
  const as = scheme.backEnd('as1');
  for (const service_id of SERVICES) {
    await scheme.api('as1').post(`/as/service/${service_id}`, {
      reference_id: `offer-${service_id}`, callback_url: as.url('/result'), min_ial: 2.3, min_aal: 2.2, url: as.url(`/data/${service_id}`), supported_namespace_list: ['citizen_id'],
    });
    await as.callback('add_or_update_service_result', { reference_id: `offer-${service_id}` });
  }
  return scheme;
}

export const person = (scheme: TestScheme, options: { ial?: number; identifier?: string; bank?: string } = {}): Promise<TestPerson> =>
  registerPerson(scheme, options.bank ?? KNOWN_BANK, 2, { identifier: options.identifier ?? newCitizenId(), ial: options.ial ?? 2.3 });

/** What the bank's app shows to the person. */
export const prompt = (scheme: TestScheme, bank: string, reference: string): Promise<ReceivedCallback> =>
  scheme.backEnd(bank).waitFor(({ body }) => body.type === 'incoming_request' && String(body['request_message']).includes(reference), `a prompt about ${reference} at ${bank}`);

/** The person accepts in the bank's app, and the platform takes it. */
export async function accept(scheme: TestScheme, whom: TestPerson, incoming: ReceivedCallback): Promise<void> {
  expect(await answer(scheme, whom, incoming)).toMatchObject({ status: 202 });
}

/** The person answers in the bank's app, whatever the platform says to it. */
export async function answer(scheme: TestScheme, whom: TestPerson, incoming: ReceivedCallback, status: 'accept' | 'reject' = 'accept', ial = whom.ial): Promise<{ status: number; body: unknown }> {
  return scheme.api(whom.idp).post('/idp/response', {
    reference_id: `answer-${String(incoming.body.request_id)}`, callback_url: scheme.backEnd(whom.idp).url('/result'), request_id: incoming.body.request_id, ial, aal: 3, status,
    accessor_id: whom.accessor_id, signature: consentSignature(whom, incoming),
  });
}

export const answerWithError = (scheme: TestScheme, bank: string, incoming: ReceivedCallback, error_code = 30_000): Promise<{ status: number }> =>
  scheme.api(bank).post('/idp/error_response', { reference_id: `error-${String(incoming.body.request_id)}`, callback_url: scheme.backEnd(bank).url('/result'), request_id: incoming.body.request_id, error_code });
