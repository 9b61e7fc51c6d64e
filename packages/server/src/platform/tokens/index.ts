export { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.ts';
export { InvalidToken, ProviderUnavailable } from './token-errors.ts';
