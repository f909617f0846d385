import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TrineClient } from '@trine/client';
import { createLogger } from '@trine/telemetry';
import { fastify } from 'fastify';
import { AsMember } from './as/as-member.js';
import { sandboxConfig, type MemberConfig } from './config.js';
import { demoRoutes } from './demo-routes.js';
import { AccessorStore } from './idp/accessor-store.js';
import { IdpMember } from './idp/idp-member.js';
import type { Member, MemberParts } from './member.js';
import { RpMember } from './rp/rp-member.js';
import { Timeline } from './timeline.js';
import { untilDone } from './until-done.js';

/** The longest callback of the API v6 is an `incoming_request` with its message. */
const BODY_BYTES_MAX = 26_214_400;

/** A running sandbox. */
export interface RunningSandbox {
  url: string;
  close(): Promise<void>;
}

/**
 * Starts the back ends of the sandbox's members: they take callbacks at once; `/readyz` answers 200 when the banks have
 * enrolled their people and the sources offer their services. Gateways that aren't there yet are waited for.
 */
export async function start(env: Record<string, string | undefined>): Promise<RunningSandbox> {
  const config = sandboxConfig(env);
  const logger = createLogger('sandbox');
  const timeline = new Timeline(join(config.dataDir, 'timeline.jsonl'));
  // Whoever is cut off by our end delivers again.
  const app = fastify({ bodyLimit: BODY_BYTES_MAX, forceCloseConnections: true });
  const closing = new AbortController();
  const gateways: TrineClient[] = [];
  const members = new Map<string, Member>();
  let ready = false;

  app.get('/livez', () => ({ live: true }));
  app.get('/readyz', (_, reply) => reply.code(ready ? 200 : 503).send({ ready }));
  app.post<{ Params: { role: string; nodeId: string } }>('/:role/:nodeId/:callback', async (request, reply) => {
    const member = members.get(`${request.params.role}/${request.params.nodeId}`);
    return member ? member.callbacks.fastify(request, reply) : reply.code(404).send();
  });

  const bankIds = config.idp.map(({ node_id }) => node_id);
  let url = '';
  const parts = (role: string, { node_id, url: gatewayUrl }: MemberConfig): MemberParts => {
    const gateway = new TrineClient({ url: gatewayUrl });
    gateways.push(gateway);
    return {
      nodeId: node_id, gateway, timeline, logger,
      // The port may be known only later.
      get callbackUrl() {
        return `${config.publicUrl ?? url}/${role}/${encodeURIComponent(node_id)}`;
      },
    };
  };
  const rps = config.rp.map((member) => new RpMember(parts('rp', member), bankIds, config.as));
  const idps = config.idp.map((member, place) => new IdpMember(parts('idp', member), new AccessorStore(join(config.dataDir, 'accessors', encodeURIComponent(member.node_id))), place, bankIds));
  const sources = config.as.map((member) => new AsMember(parts('as', member), member.services));
  for (const [role, list] of [['rp', rps], ['idp', idps], ['as', sources]] as const) for (const member of list) members.set(`${role}/${member.nodeId}`, member);
  demoRoutes(app, rps, timeline);
  await app.listen({ host: config.host, port: config.port });
  url = `http://${config.host}:${(app.server.address() as AddressInfo).port}`;

  const setUp = (member: Member): Promise<void> => untilDone(`setting up ${member.nodeId}`, () => member.setUp(), { logger, signal: closing.signal });
  const settingUp = Promise.all([
    ...[...rps, ...sources].map(setUp),
    // One bank after the other: a second bank needs the consent that is given at the first.
    idps.reduce((before, idp) => before.then(() => setUp(idp)), Promise.resolve()),
  ]).then(() => {
    ready = !closing.signal.aborted;
    if (ready) logger.info({ url }, 'the sandbox is ready');
  });

  return {
    url,
    async close() {
      closing.abort();
      await app.close();
      await Promise.all(gateways.map((gateway) => gateway.close()));
      await settingUp;
    },
  };
}
