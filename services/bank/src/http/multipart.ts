import type { FastifyRequest } from 'fastify';
import { BankError } from '../errors.js';
import { FRAMES_MAX, type Picture } from '../journeys/pictures.js';

export const PICTURE_BYTES_MAX = 2 * 1024 * 1024;
export const MULTIPART_LIMITS = { fileSize: PICTURE_BYTES_MAX, files: FRAMES_MAX + 1, fields: 8, fieldSize: 1000, parts: FRAMES_MAX + 9 };

/** The parts of a form, in memory only: pictures are never written to a disk. */
export async function formOf(request: FastifyRequest): Promise<{ fields: Record<string, string>; files: Record<string, Buffer[]> }> {
  if (!request.isMultipart()) throw new BankError('INPUT_INVALID');
  const fields: Record<string, string> = {};
  const files: Record<string, Buffer[]> = {};
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field') fields[part.fieldname] = String(part.value);
      else (files[part.fieldname] ??= []).push(await part.toBuffer());
    }
  } catch (cause) {
    throw new BankError((cause as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE' ? 'KB_PICTURE_INVALID' : 'INPUT_INVALID', {}, { cause });
  }
  return { fields, files };
}

export async function pictureOf(request: FastifyRequest): Promise<Picture> {
  const { fields, files } = await formOf(request);
  const still = files['still']?.[0];
  if (!still || !fields['challenge_id']) throw new BankError('INPUT_INVALID');
  return { challengeId: fields['challenge_id'], still, frames: files['frames'] ?? [] };
}
