export { ERROR_CATALOGUE, errorEntry, type ErrorCode, type ErrorEntry } from './error-catalogue.js';
export { errorPage } from './error-page.js';
export { RESULT, type ResultCode } from './result-codes.js';
export {
  COMMAND_AGE_MS_MAX,
  IDENTITY_PURPOSES,
  TOPIC_PREFIX_DEFAULT,
  topicsOf,
  type Command,
  type CommandArgs,
  type CommandType,
  type DataRequestArgs,
  type GroupAddressing,
  type IdentityRef,
  type KeyPurpose,
  type NodeKeyArgs,
  type NodeRole,
  type ResponseValidity,
  type Topics,
} from './commands.js';
export {
  idpAnswersWanted,
  isNormal,
  requestStatus,
  type AsResponse,
  type DataRequestDetail,
  type IdpResponse,
  type RequestDetail,
  type RequestStatus,
} from './request.js';
export {
  dataSalt,
  identifierHash,
  isCitizenId,
  messageHash,
  messageSalt,
  newId,
  newSalt,
  paddedMessageHash,
  requestMessageHash,
  requestMessageSalt,
  requestParamsHash,
  requestParamsSalt,
} from './hashes.js';
export {
  MAIL_AGE_MS_MAX,
  MAIL_BYTES_MAX,
  type IdentityAction,
  type InboxMessage,
  type LedgerEvent,
  type Mail,
  type MailBodies,
  type MailReceipt,
  type MailType,
  type PackedData,
  type RequestChange,
  type RequestNews,
  type RequestUpdate,
} from './messages.js';
