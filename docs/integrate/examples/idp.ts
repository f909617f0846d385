import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { accessorSignature, callbackHandler, requestMessageIsIntact, TrineClient } from '@trine/client';

const { GATEWAY_URL = 'http://127.0.0.1:8082', CALLBACK_URL = 'http://127.0.0.1:9002', CALLBACK_SECRET: secret, CITIZEN_ID = '' } = process.env;
const client = new TrineClient({ url: GATEWAY_URL });

/** The customers by reference_group_code; a real back end keeps them in its database, and their keys in their phones. */
const customers = new Map<string, { identifier: string; accessorId: string }>();
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const server = createServer(callbackHandler({
  incoming_request: async (request) => {
    const customer = customers.get(request.reference_group_code ?? '');
    const answer = { reference_id: request.request_id, request_id: request.request_id, callback_url: CALLBACK_URL };
    if (!customer || !requestMessageIsIntact(request, { namespace: 'citizen_id', identifier: customer.identifier })) {
      await client.idp.respondError({ ...answer, error_code: 30000 });
      return;
    }
    // Here the customer reads request.request_message, authenticates and decides.
    await client.idp.respond({
      ...answer,
      status: 'accept',
      ial: 2.3,
      aal: 2.2,
      accessor_id: customer.accessorId,
      signature: accessorSignature(privateKey, request),
    });
  },
  response_result: (result) => console.log(result.success ? 'answered' : `answer failed: ${result.error.message}`),
  create_identity_result: async (result) => {
    if (!result.success) return console.error(`enrolment failed: ${result.error.message}`);
    const { accessor_id } = await enrolment;
    customers.set(result.reference_group_code!, { identifier: CITIZEN_ID, accessorId: accessor_id });
    console.log('enrolled');
  },
  error: ({ error }) => console.error(`the gateway reports ${error.code} ${error.message}`),
}, { secret }));
server.listen(Number(new URL(CALLBACK_URL).port));
await once(server, 'listening');

await client.idp.setCallback({ incoming_request_url: CALLBACK_URL, incoming_request_status_update_url: CALLBACK_URL, error_url: CALLBACK_URL });
const enrolment = client.identity.createIdentity({
  reference_id: randomUUID(),
  callback_url: CALLBACK_URL,
  identity_list: [{ namespace: 'citizen_id', identifier: CITIZEN_ID }],
  mode: 2,
  ial: 2.3,
  accessor_type: 'RSA',
  accessor_public_key: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
});
await enrolment;
