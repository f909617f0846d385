import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

const REPLY_MS_MAX = 60_000;

export interface ServiceReply {
  status: number;
  text: string;
}

/**
 * Calls a service of this run, which listens on this machine. A gateway that serves HTTPS has a certificate for its member's name,
 * not for the loopback address, so the certificate is not checked: use it for nothing else.
 */
export function callService(url: string, { body, msMax = REPLY_MS_MAX }: { body?: object; msMax?: number } = {}): Promise<ServiceReply> {
  const request = url.startsWith('https:') ? tlsRequest : plainRequest;
  const options = {
    method: body ? 'POST' : 'GET',
    headers: body ? { 'content-type': 'application/json' } : {},
    agent: false as const,
    rejectUnauthorized: false,
    signal: AbortSignal.timeout(msMax),
  };
  return new Promise((resolve, reject) => {
    const call = request(url, options, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (part: string) => (text += part)).on('error', reject);
      reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }));
    });
    call.on('error', reject).end(body && JSON.stringify(body));
  });
}
