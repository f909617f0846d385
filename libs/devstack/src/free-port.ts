import { createServer, type AddressInfo, type Server } from 'node:net';

const listen = (): Promise<Server> => new Promise((resolve, reject) => {
  const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => resolve(server));
});

/**
 * Asks the system for `count` different free TCP ports.
 * Someone else may take one before it is used, so a caller that can should try again when its bind fails.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** One free port, see {@link freePorts}. */
export const freePort = async (): Promise<number> => (await freePorts(1))[0]!;

/** Whether nobody listens on the port, on any address. */
export const isFreePort = (port: number): Promise<boolean> => new Promise((resolve) => {
  const server = createServer().once('error', () => resolve(false)).listen(port, () => server.close(() => resolve(true)));
});
