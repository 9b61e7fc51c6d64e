export { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.ts';
export type { KeySourceStatus } from './key-source.ts';
export type { VerifiedToken } from './token-cache.ts';
export { InvalidToken, ProviderUnavailable } from './token-errors.ts';
