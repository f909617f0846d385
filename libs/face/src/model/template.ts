import { ForeignTemplate } from '../face-engine.js';

const NUMBERS = 128;
/** Names the model and the way faces are cut, so that templates of another version are never compared. */
const VERSION = Buffer.from('TF1\0');

/** Threshold between the same person and another one; docs/face.md has the figures behind it. */
export const SAME_PERSON_MAX = 0.5;

export function toTemplate(descriptor: Float32Array): Buffer {
  const template = Buffer.alloc(VERSION.length + NUMBERS * 4);
  VERSION.copy(template);
  descriptor.forEach((value, i) => template.writeFloatLE(value, VERSION.length + i * 4));
  return template;
}

export function fromTemplate(template: Buffer): Float32Array {
  if (template.length !== VERSION.length + NUMBERS * 4 || !template.subarray(0, VERSION.length).equals(VERSION)) throw new ForeignTemplate();
  const descriptor = Float32Array.from({ length: NUMBERS }, (_, i) => template.readFloatLE(VERSION.length + i * 4));
  if (!descriptor.every(Number.isFinite)) throw new ForeignTemplate();
  return descriptor;
}

export const descriptorDistance = (a: Float32Array, b: Float32Array): number => Math.hypot(...a.map((value, i) => value - b[i]!));
