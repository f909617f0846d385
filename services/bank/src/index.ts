export { engineFaces, type Engine } from './adapters/engine-faces.js';
export { start, type BankOverrides, type RunningBank } from './start.js';
export { bankConfig, type BankConfig, type BankProfile } from './config.js';
export type { BankCustomer, CardState, CardStatus, CoreBanking, Faces, FaceVerdict, IdentityRecords, LivenessChallenge, SanctionLists, Sms } from './adapters/ports.js';
export { seedPeople, type SeedPerson } from './people.js';
export type * from './api.js';
