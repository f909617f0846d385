export { accessorSign, accessorVerify, rsaModulus } from './accessor.js';
export { keyOpener, seal, type Opener } from './jwe.js';
export { canonicalJson, readJws, signJws, signJwsText, verifyJws, type Signer, type UnverifiedJws } from './jws.js';
export { keySigner, publicKeyFault, publicPem, readPrivateKey } from './keys.js';
export { defaultSigningAlgorithm, isSigningAlgorithm, publicKeyOf, signBytes, verifyBytes, type SigningAlgorithm, type VerifyPlace } from './signing.js';
