import { CALLBACK_MEMBERS } from './api-tables.js';
import type { webhooks } from './api-types.js';

/** Every `type` of callback (contract: callbacks.md 4 to 7). */
export type CallbackType = keyof typeof CALLBACK_MEMBERS;

type Body<Name extends keyof webhooks> = webhooks[Name]['post']['requestBody']['content']['application/json'];

/** Failure and success are told apart by `success`: `error` is there exactly when it is false. */
type Told<B> = B extends { success: boolean; error?: infer E }
  ? (Omit<B, 'success' | 'error'> & { success: true; error?: undefined }) | (Omit<B, 'success' | 'error'> & { success: false; error: NonNullable<E> })
  : B;

interface Refined {
  /** An IdP's error answer has no signature. */
  data_request: Omit<Body<'data_request'>, 'response_signature_list'> & { response_signature_list: (string | null)[] };
}

/** A callback's body: `Callback` is any of them, told apart by `type`; `Callback<'incoming_request'>` is one. */
export type Callback<T extends CallbackType = CallbackType> = { [Name in T]: Name extends keyof Refined ? Refined[Name] : Told<Body<Name>> }[T];

/** Bodies of the key operations of a node (contract: callbacks.md 8), which have no `type`. */
export type KeyOperation<Name extends 'sign' | 'master_sign' | 'decrypt'> = Body<Name>;

/** A body that is no callback of the API v6. */
export class InvalidCallback extends Error {
  override readonly name = 'InvalidCallback';
}

/**
 * Reads a callback's body (JSON text, or what was parsed from it). Checks its `type`, that every member is there that the
 * contract promises, and the members' types; further members are let through. Throws {@link InvalidCallback}, whose message
 * names the faulty member but not its content.
 */
export function parseCallback(body: unknown): Callback {
  const content = typeof body === 'string' || body instanceof Uint8Array ? fromJson(body) : body;
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw new InvalidCallback('A callback is a JSON object.');
  const callback = content as Record<string, unknown>;
  const { type } = callback;
  if (typeof type !== 'string' || !Object.hasOwn(CALLBACK_MEMBERS, type)) throw new InvalidCallback('The callback has no type that the API v6 knows.');
  for (const [name, types] of Object.entries<string>(CALLBACK_MEMBERS[type as CallbackType])) {
    const value = callback[name];
    if (value === undefined && types.endsWith('?')) continue;
    if (!types.replace('?', '').split('|').some((each) => isOf(each, value))) throw new InvalidCallback(`${type}: ${name} must be ${types.replace('?', '').replaceAll('|', ' or ')}.`);
  }
  if ('error' in CALLBACK_MEMBERS[type as CallbackType] && callback['success'] !== true && !isError(callback['error'])) throw new InvalidCallback(`${type}: error must have a code and a message.`);
  return content as Callback;
}

function fromJson(body: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  } catch {
    throw new InvalidCallback('A callback is a JSON object.');
  }
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

const isError = (error: unknown): boolean => {
  const { code, message } = (error ?? {}) as Record<string, unknown>;
  return Number.isInteger(code) && typeof message === 'string';
};
