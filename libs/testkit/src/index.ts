export { Api, type ApiReply } from './api.js';
export { BackEnd, type ReceivedCallback, type Reply } from './back-end.js';
export { newKeys, ReferenceKms, type KeyOperation, type KmsCall, type KmsKeys } from './kms.js';
export { logLine, logLines, type LogLine } from './log-lines.js';
export { automaticMembers, dataOf, persistently, type Flow, type Members } from './members.js';
export { consentSignature, newCitizenId, registerPerson, type TestPerson } from './person.js';
export { seededRandom, type Random } from './random.js';
export { DEFAULT_REGISTRY, startTestScheme, type TestScheme, type TestSchemeOptions } from './test-scheme.js';
export { until } from './until.js';
