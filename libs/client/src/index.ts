export { ApiError, ifFound, TransportError } from './api-error.js';
export type { components, operations } from './api-types.js';
export { callbackHandler, type CallbackHandlerOptions, type CallbackHandlers, type CallbackListener, type CallbackReply, type DataReply } from './callback-handler.js';
export { InvalidCallback, parseCallback, type Callback, type CallbackType, type KeyOperation } from './callbacks.js';
export { accessorSignature, requestMessageIsIntact } from './consent.js';
export type { Group, Input, Output } from './operation.js';
export { dataSignatureIsValid, verifySourceData, type SourceData } from './source-data.js';
export { TrineClient, type TrineClientOptions } from './trine-client.js';
export { verifyWebhook, WebhookRefused, webhookSignature } from './webhook-signature.js';
