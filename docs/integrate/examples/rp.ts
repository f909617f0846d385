import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { callbackHandler, TrineClient, verifySourceData, type Callback } from '@trine/client';

const { GATEWAY_URL = 'http://127.0.0.1:8081', CALLBACK_URL = 'http://127.0.0.1:9001', CALLBACK_SECRET: secret, CITIZEN_ID = '' } = process.env;
const client = new TrineClient({ url: GATEWAY_URL });

/** News of the one request made here; a real back end keeps them in its database, by request_id. */
const news = new EventEmitter<{ end: [Callback<'request_status'>]; error: [Error] }>();
const end = once(news, 'end') as Promise<[Callback<'request_status'>]>;

const server = createServer(callbackHandler({
  create_request_result: (result) => {
    if (!result.success) news.emit('error', new Error(`the request could not be created: ${result.error.message}`));
  },
  // May repeat and come in any order: block_height orders them, closed and timed_out are final.
  request_status: (status) => {
    console.log(`status ${status.status}`);
    if (status.closed || status.timed_out) news.emit('end', status);
  },
  error: ({ error }) => console.error(`the gateway reports ${error.code} ${error.message}`),
}, { secret }));
server.listen(Number(new URL(CALLBACK_URL).port));
await once(server, 'listening');

await client.rp.setCallback({ error_url: CALLBACK_URL });
const { request_id } = await client.rp.createRequest({
  namespace: 'citizen_id',
  identifier: CITIZEN_ID,
  reference_id: randomUUID(),
  callback_url: CALLBACK_URL,
  mode: 2,
  request_message: 'May Example Lending see your bank statement?',
  min_ial: 2.3,
  min_aal: 2.2,
  min_idp: 1,
  request_timeout: 3600,
  bypass_identity_check: false,
  data_request_list: [{ service_id: 'bank_statement', min_as: 1 }],
});

const [{ status }] = await end;
for (const item of await client.rp.getRequestData({ request_id })) {
  if (!(await verifySourceData(client, item))) throw new Error(`${item.source_node_id} did not sign these data`);
  console.log(`data ${item.data}`);
}
await client.rp.removeRequestData({ request_id });
console.log(`ended ${status}`);

server.close();
server.closeAllConnections();
await client.close();
