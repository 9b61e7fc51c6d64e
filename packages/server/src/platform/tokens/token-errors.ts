/** Why a token proves nothing: a closed list for logs and a metric, in the order of the looking. Callers are never told. */
export type TokenFault =
  | 'missing'
  | 'malformed'
  | 'algorithm'
  | 'type'
  | 'issuer'
  | 'kid'
  | 'signature'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'claims'
  | 'person';

/** The token proves nothing: answered with 401 and no detail (contract 2.2). The message quotes nothing from the token. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken';
  readonly fault: TokenFault;

  constructor(fault: TokenFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** No usable key set, and the identity provider cannot be reached: answered with 503 (contract 2.6), since the token may well be good. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
  /** Whole seconds, at least 1. */
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterMs = 5_000) {
    super(message);
    this.retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000));
  }
}
