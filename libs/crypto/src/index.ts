export { accessorSign, accessorVerify, rsaModulus } from './accessor.js';
export { derivedKey, openAtRest, sealAtRest } from './at-rest.js';
export { isEncryptionAlgorithm, keyOpener, letterOpener, seal, unwrapBytes, wrapBytes, type EncryptionAlgorithm, type Opener, type Unwrap } from './jwe.js';
export { canonicalJson, readJws, signJws, signJwsText, verifyJws, type Signer, type UnverifiedJws } from './jws.js';
export { keySigner, publicKeyFault, publicPem, readPrivateKey } from './keys.js';
export { defaultSigningAlgorithm, isSigningAlgorithm, plainEcSignature, publicKeyOf, signBytes, signingParts, verifyBytes, type SigningAlgorithm, type VerifyPlace } from './signing.js';
