import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BenchMembers } from './bench-members.js';
import type { DriverOrder, DriverReport } from './driver-messages.js';
import { runLoad } from './load.js';

/*
 * The back ends of the benchmark's RP, IdP and AS: one process with nothing but HTTP in it, so that what it costs can be
 * told from what the scheme costs. It is forked and takes orders over the IPC channel.
 */

const tell = (report: DriverReport): void => void process.send!(report);
process.on('disconnect', () => process.exit(1));

let members: BenchMembers;
const server = createServer((request, reply) => void serve(request, reply).catch(() => reply.destroy()));
// Longer than any client keeps a connection, so that none is closed while it is being used.
server.keepAliveTimeout = 120_000;

process.on('message', (order: DriverOrder) => {
  execute(order).catch((error: Error) => tell({ report: 'failed', reason: error.message }));
});

async function execute(order: DriverOrder): Promise<void> {
  if (order.order === 'run') {
    tell({ report: 'done', result: await runLoad(order, (start) => members.flow(start), () => tell({ report: 'window closed' })) });
    return;
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  members = new BenchMembers(order.urls, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, order.dataBytes);
  await members.prepare();
  tell({ report: 'prepared' });
}

async function serve(request: IncomingMessage, reply: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const answer = members.take(request.url!, JSON.parse(Buffer.concat(chunks).toString()) as never);
  if (answer === undefined) reply.writeHead(204).end();
  else reply.writeHead(200, { 'content-type': 'application/json' }).end(answer);
}
