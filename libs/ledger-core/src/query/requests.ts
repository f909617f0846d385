import { text } from '../decode.js';
import { requestDetail } from '../request/request-detail.js';
import { answer } from './answer.js';

/*
 * Requests and messages (contract: ledger rules part 3).
 */

export const getRequest = answer({ request_id: text }, (state, { request_id }) => {
  const request = state.get('request', request_id);
  if (!request) return null;
  const { closed, timed_out, request_message_hash, mode } = request;
  return { closed, timed_out, request_message_hash, mode };
});

export const getRequestDetail = answer({ request_id: text }, (state, { request_id }) => {
  const request = state.get('request', request_id);
  return request ? requestDetail(request) : null;
});

export const getDataSignature = answer({ node_id: text, service_id: text, request_id: text }, (state, params) => {
  const data = state.get('request', params.request_id)?.data_request_list.find((entry) => entry.service_id === params.service_id);
  const signature = data?.response_list.find((response) => response.as_id === params.node_id)?.signature;
  return signature === undefined ? null : { signature };
});

export const getMessage = answer({ message_id: text }, (state, { message_id }) => {
  const message = state.get('message', message_id);
  return message ? { message: message.message } : null;
});

export const getMessageDetail = answer({ message_id: text }, (state, { message_id }) => state.get('message', message_id) ?? null);
