export { createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.ts';
export { InvalidToken, ProviderUnavailable, type TokenFault } from './token-errors.ts';
