import { accessorVerify, rsaModulus } from '@trine/crypto';
import { paddedMessageHash } from '@trine/protocol';

/** What an accessor signs: the request as its text was sent (contract: flows.md 7.2). */
export interface SignedConsent {
  request_message: string;
  initial_salt: string;
  request_id: string;
}

/** The block that an accessor has to sign for a request. */
export const consentBlock = (consent: SignedConsent, accessorPublicKey: string): Buffer =>
  paddedMessageHash(consent.request_message, consent.initial_salt, consent.request_id, rsaModulus(accessorPublicKey));

/** True when `signature` is the accessor's signature of this very request message (contract: flows.md 7.3). */
export function isConsentSignature(consent: SignedConsent, accessorPublicKey: string, signature: string): boolean {
  try {
    return accessorVerify(accessorPublicKey, consentBlock(consent, accessorPublicKey), signature);
  } catch {
    return false;
  }
}
