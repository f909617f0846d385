const DATA_URL = /^data:([^,;]*)((?:;[^,;]+)*),/;
const TEXT_TYPES = /^(text\/(plain|csv|markdown)|application\/(json|.+\+json))$/;

export interface SentDocument {
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** What can be read as it is; absent: something to download. */
  text?: string;
}

/** A `data:` document that a source sent; undefined when it is none, or not well formed. */
export function documentOf(content: string): SentDocument | undefined {
  const match = DATA_URL.exec(content);
  if (!match) return undefined;
  const type = (match[1] || 'text/plain').toLowerCase();
  const parameters = match[2]!.toLowerCase().split(';');
  try {
    const rest = content.slice(match[0].length);
    const bytes = parameters.includes('base64') ? Uint8Array.from(atob(unescaped(rest)), (character) => character.charCodeAt(0)) : new TextEncoder().encode(unescaped(rest));
    if (!TEXT_TYPES.test(type)) return { type, bytes };
    const charset = parameters.find((each) => each.startsWith('charset='))?.slice('charset='.length) ?? 'utf-8';
    return { type, bytes, text: new TextDecoder(charset, { fatal: true }).decode(bytes) };
  } catch {
    return undefined;
  }
}

/** `%` that escapes nothing is a `%`. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** File name extension of a media type. */
export const extension = (type: string): string => ({ 'text/plain': 'txt', 'image/jpeg': 'jpg', 'application/octet-stream': 'bin' } as Record<string, string>)[type] ?? (/^[a-z]+\/(?:[a-z.-]+\+)?([a-z0-9]+)$/.exec(type)?.[1] ?? 'bin');
