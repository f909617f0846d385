import type { ChallengeAction, ErrorCode, Product, Text } from '../api.js';

/** A customer as core banking knows them. */
export interface BankCustomer {
  /** Opaque; the only name of a person in logs and other parts. */
  customerId: string;
  citizenId: string;
  name: Text;
  /** ISO date. */
  birthDate: string;
  /** ISO 3166 alpha-2. */
  nationality: string;
  products: Product[];
  phones: { phone: string; kplus: boolean }[];
  /** scrypt, see access/pin.ts; undefined: no K PLUS. */
  pinHash?: string;
}

/** The bank's customers, products and K PLUS numbers. All ports throw `Unavailable` while their system is away. */
export interface CoreBanking {
  byCustomerId(customerId: string): Promise<BankCustomer | undefined>;
  byCitizenId(citizenId: string): Promise<BankCustomer | undefined>;
  byPhone(phone: string): Promise<BankCustomer | undefined>;
}

export interface SanctionLists {
  /** Names of the lists that this person is on. For the bank's audit only. */
  listsNaming(citizenId: string): Promise<string[]>;
}

/** What K CHECK ID knows (KB-40, KB-41). */
export interface IdentityRecords {
  /** Undefined: no chip-read card with a reference picture, so a verification point is needed. */
  verified(customerId: string): Promise<{ referencePicture: Buffer | undefined; verifiedAt: Date } | undefined>;
}

export type CardState = 'CURRENT' | 'REPLACED' | 'EXPIRED' | 'LOST' | 'CANCELLED';

export interface CardStatus {
  statusOf(customerId: string): Promise<CardState>;
}

export interface Sms {
  send(message: { to: string; text: string }): Promise<void>;
}

/** Kept with the enrolment or request for which the picture is taken; serves one picture. */
export interface LivenessChallenge {
  id: string;
  steps: readonly ChallengeAction[];
}

export type PictureFault = Extract<ErrorCode, 'KB_NO_FACE' | 'KB_SEVERAL_FACES' | 'KB_PICTURE_BLURRED' | 'KB_PICTURE_TOO_DARK' | 'KB_FACE_TOO_SMALL' | 'KB_FACE_NOT_FRONTAL' | 'KB_LIVENESS_FAILED' | 'KB_PICTURE_INVALID'>;

/** `UNUSABLE` costs the person no attempt. */
export type FaceVerdict = { outcome: 'MATCH' } | { outcome: 'MISMATCH' } | { outcome: 'UNUSABLE'; fault: PictureFault };

/** The bank's face comparison. Pictures are kept nowhere. */
export interface Faces {
  newChallenge(): LivenessChallenge;
  /** Whether a living person took the still, and is the one of the bank's reference picture. */
  judge(pictures: { challenge: LivenessChallenge; still: Buffer; frames: Buffer[]; reference: Buffer | undefined }): Promise<FaceVerdict>;
}
