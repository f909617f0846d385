import { Ajv } from 'ajv';
import type { ErrorCode, MailType } from '@trine/protocol';
import { isStorable } from '../store/storable.js';

const text = { type: 'string' };
/** Ids are keys of rows, which PostgreSQL limits to 2700 bytes. */
const id = { type: 'string', maxLength: 500 };
const texts = { type: 'array', items: text };
const number = { type: 'number' };
const integer = { type: 'integer' };
const list = (required: Record<string, object>, optional: Record<string, object> = {}): object => ({ type: 'array', items: members(required, optional) });
const members = (required: Record<string, object>, optional: Record<string, object> = {}): object => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
});

/** Members of each private message (contract: flows.md section 8). */
const BODIES: Record<MailType, object> = {
  consent_request: members(
    {
      mode: integer,
      request_id: id,
      min_ial: number,
      min_aal: number,
      request_timeout: integer,
      data_request_list: list({ service_id: id, as_id_list: texts, min_as: integer }),
      data_request_params_salt_list: texts,
      request_message: text,
      request_message_salt: text,
      initial_salt: text,
      rp_id: text,
      creation_time: integer,
    },
    { request_type: text, reference_group_code: text, namespace: text, identifier: text },
  ),
  idp_response: members({ request_id: id, idp_id: id }, { mode: integer, accessor_id: id, error_code: integer }),
  data_request: members({
    request_id: id,
    mode: integer,
    namespace: text,
    identifier: text,
    service_data_request_list: list({ service_id: id, request_params_salt: text }, { request_params: text }),
    request_message: text,
    request_message_salt: text,
    response_private_data_list: list({ idp_id: id, accessor_id: id }),
    creation_time: integer,
    request_timeout: integer,
    rp_id: text,
    initial_salt: text,
  }),
  as_response: members(
    { request_id: id, as_id: id, service_id: id },
    {
      signature: text,
      data_salt: text,
      packed_data: members({ buffer_base64: text, metadata: { type: 'object' } }),
      error_code: integer,
    },
  ),
};

const ajv = new Ajv();
const validators = Object.fromEntries(Object.entries(BODIES).map(([type, schema]) => [type, ajv.compile(schema)]));

/** Why a letter's content is refused: 10043 unknown type, 10044 members invalid; undefined when it is fine. */
export function mailFault(type: string, body: unknown): ErrorCode | undefined {
  const validate = Object.hasOwn(validators, type) ? validators[type] : undefined;
  if (!validate) return 10043;
  return validate(body) && isStorable(body) ? undefined : 10044;
}
