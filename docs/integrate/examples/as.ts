import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { callbackHandler, TrineClient } from '@trine/client';

const { GATEWAY_URL = 'http://127.0.0.1:8083', CALLBACK_URL = 'http://127.0.0.1:9003', CALLBACK_SECRET: secret } = process.env;
const client = new TrineClient({ url: GATEWAY_URL });

const server = createServer(callbackHandler({
  // Comes only when enough IdPs have answered and the person has consented. To send the data later, resolve to nothing and call
  // client.as.sendData({ request_id, service_id, reference_id, callback_url, data }).
  data_request: async ({ identifier, request_id }) => {
    const data = await statementOf(identifier);
    return { ...(data === undefined ? { error_code: 40000 } : { data }), reference_id: request_id, callback_url: CALLBACK_URL };
  },
  response_result: (result) => console.log(result.success ? 'data sent' : `data refused: ${result.error.message}`),
  add_or_update_service_result: (result) => console.log(result.success ? 'offered' : `not offered: ${result.error.message}`),
  error: ({ error }) => console.error(`the gateway reports ${error.code} ${error.message}`),
}, { secret }));
server.listen(Number(new URL(CALLBACK_URL).port));
await once(server, 'listening');

await client.as.setCallback({ incoming_request_status_update_url: CALLBACK_URL, error_url: CALLBACK_URL });
await client.as.registerOrUpdateService({
  service_id: 'bank_statement',
  reference_id: randomUUID(),
  callback_url: CALLBACK_URL,
  url: CALLBACK_URL,
  min_ial: 2.3,
  min_aal: 2.2,
  supported_namespace_list: ['citizen_id'],
});

/** Your own system of record. */
async function statementOf(identifier: string): Promise<string | undefined> {
  return identifier === '' ? undefined : JSON.stringify({ account: 'xxx-x-x0000-x', balance: 100, currency: 'THB' });
}
