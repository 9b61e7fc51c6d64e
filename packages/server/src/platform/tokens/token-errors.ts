/** The token proves nothing: answered with 401 and no detail (contract 2.2). The message is for logs at debug level and quotes nothing from the token. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken';
}

/** No usable key set, and the identity provider cannot be reached: answered with 503 (contract 2.6), since the token may well be good. */
export class ProviderUnavailable extends Error {
  override readonly name = 'ProviderUnavailable';
}
