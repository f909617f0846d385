// Stands in for ledger, gateways and apps: answers what the scheme runner asks, tells its environment, ends as they do.
import { createServer } from 'node:http';

export async function start(env) {
  const server = createServer((request, response) => {
    if (request.url === '/env') response.end(JSON.stringify(env));
    else response.writeHead(request.url === '/readyz' ? 200 : 404).end();
  });
  await new Promise((resolve) => server.listen(Number(env.LEDGER_PORT ?? env.SERVER_PORT ?? env.PORTAL_PORT), '127.0.0.1', resolve));
  return { close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()) };
}
