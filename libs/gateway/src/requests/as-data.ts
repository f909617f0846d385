import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzip, gzipSync } from 'node:zlib';
import type { PackedData } from '@trine/protocol';
import { ApiError } from '../api/api-error.js';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Size rules of AS data (contract: flows.md 7.5): before compression 20085, what travels 20086. */
const UNPACKED_BYTES_MAX = 10_485_760;
const PACKED_BYTES_MAX = 3_145_728;
/** Limit of what a received pack may grow to (contract: flows.md section 8). */
const DECOMPRESSED_BYTES_MAX = 25 * 1024 * 1024;

/** Up to here, going to another thread and back costs more than the work. */
const HERE_BYTES_MAX = 16 * 1024;

const BASE64_DATA_URL = /^(data:[^,]*;base64,)([\s\S]*)$/;

/** True for a base64 data URL with white space in it, which is refused (20070). */
export function hasSpaceInDataUrl(text: string): boolean {
  const base64 = BASE64_DATA_URL.exec(text)?.[2];
  return base64 !== undefined && /\s/.test(base64);
}

/** MIME type (essence and parameters, normalised) of a data URL; undefined when the text is none. */
export function dataUrlType(text: string): string | undefined {
  const header = /^data:([^,]*),/i.exec(text)?.[1];
  if (header === undefined) return undefined;
  const [essence = '', ...parameters] = header.split(';').map((part) => part.trim());
  const named = parameters.filter((parameter) => parameter.toLowerCase() !== 'base64').map(lowerCaseName);
  return [essence === '' ? 'text/plain' : essence.toLowerCase(), ...named].join(';');
}

/** A MIME type in the form that {@link dataUrlType} gives. */
export const normalisedMimeType = (type: string): string => {
  const [essence = '', ...parameters] = type.split(';').map((part) => part.trim());
  return [essence.toLowerCase(), ...parameters.map(lowerCaseName)].join(';');
};

function lowerCaseName(parameter: string): string {
  const [name = '', ...value] = parameter.split('=');
  return [name.toLowerCase(), ...value].join('=');
}

/** Packs AS data for its letter: decoded if it is a base64 data URL, compressed from a size on. */
export async function packData(data: string, compressBytesMin: number): Promise<PackedData> {
  const [, prefix, base64] = BASE64_DATA_URL.exec(data) ?? [];
  const bytes = base64 === undefined ? Buffer.from(data, 'utf8') : Buffer.from(base64, 'base64');
  const compressed = bytes.length >= compressBytesMin;
  if (compressed && bytes.length > UNPACKED_BYTES_MAX) throw new ApiError(20085);
  const packed = !compressed ? bytes : bytes.length <= HERE_BYTES_MAX ? gzipSync(bytes, { windowBits: 14, memLevel: 7 }) : await compress(bytes);
  if (packed.length > PACKED_BYTES_MAX) throw new ApiError(20086);
  return {
    buffer_base64: packed.toString('base64'),
    metadata: {
      compression_algorithm: compressed ? 'gzip' : null,
      base64_data_url: base64 !== undefined,
      ...(prefix !== undefined && { data_url_prefix: prefix }),
    },
  };
}

/** The text that was packed; base64 of a data URL comes back in canonical form. */
export async function unpackData({ buffer_base64, metadata }: PackedData): Promise<string> {
  const packed = Buffer.from(buffer_base64, 'base64');
  const bytes = metadata.compression_algorithm === 'gzip' ? await unzip(packed) : packed;
  return metadata.base64_data_url ? `${metadata.data_url_prefix ?? ''}${bytes.toString('base64')}` : bytes.toString('utf8');
}

/** What a small pack grows to is not known before: what grows too large for here goes to the thread after all. */
async function unzip(packed: Buffer): Promise<Buffer> {
  if (packed.length <= HERE_BYTES_MAX) {
    try {
      return gunzipSync(packed, { maxOutputLength: HERE_BYTES_MAX * 16 });
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_BUFFER_TOO_LARGE') throw error;
    }
  }
  return decompress(packed, { maxOutputLength: DECOMPRESSED_BYTES_MAX });
}
