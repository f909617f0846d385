import { createHash } from 'node:crypto';
import { request } from 'undici';

/** The documents that a message names: its lines that are HTTP addresses (contract: flows.md section 11). */
export const documentUrls = (message: string): string[] =>
  message.split('\n').map((line) => line.trim()).filter((line) => /^https?:\/\//.test(line));

/**
 * Whether a message names documents, and each can be fetched within the time and is what its address says: the last path
 * segment is the hex SHA-256 of the content (contract: flows.md section 11).
 */
export async function areDocumentsIntact(message: string, timeoutMs: number): Promise<boolean> {
  const urls = documentUrls(message);
  if (urls.length === 0) return false;
  const signal = AbortSignal.timeout(timeoutMs);
  const intact = await Promise.all(urls.map((url) => isDocumentIntact(url, signal).catch(() => false)));
  return intact.every(Boolean);
}

/** Contents are hashed as they come: a document may be larger than memory. */
async function isDocumentIntact(url: string, signal: AbortSignal): Promise<boolean> {
  const { pathname } = new URL(url);
  const { statusCode, body } = await request(url, { signal });
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk as Buffer);
  return statusCode === 200 && pathname.slice(pathname.lastIndexOf('/') + 1).toLowerCase() === hash.digest('hex');
}
