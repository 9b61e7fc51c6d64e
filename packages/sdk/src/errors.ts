/** What all errors of the SDK are; wrong arguments are a TypeError, and an abort is the signal's reason. */
export class Nt24Error extends Error {
  override readonly name: string = 'Nt24Error';
  /** The X-Request-Id of the call, by which the service's log knows it where it came so far. Undefined where there was no token to make it with. */
  readonly requestId: string | undefined;

  constructor(
    message: string,
    { requestId, cause }: { readonly requestId?: string | undefined; readonly cause?: unknown },
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.requestId = requestId;
  }
}

/** No whole answer came, after as many tries as there may be. Whether a write was done is not known: repeat it under its key. */
export class ConnectionError extends Nt24Error {
  override readonly name = 'ConnectionError';
}

/** The call was not done in its time. Whether a write was done is not known: repeat it under its key. */
export class TimeoutError extends Nt24Error {
  override readonly name = 'TimeoutError';
}

/** The answer is not the API's: a proxy's page, or what a newer service says. Its body is nowhere in the error. */
export class UnexpectedAnswerError extends Nt24Error {
  override readonly name = 'UnexpectedAnswerError';
  readonly status: number;
  /** After which it may be tried again, where the answer said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, facts: AnswerFacts) {
    super(message, facts);
    this.status = facts.status;
    this.retryAfterSeconds = facts.retryAfterSeconds;
  }
}

interface AnswerFacts {
  readonly status: number;
  readonly requestId: string;
  readonly retryAfterSeconds: number | undefined;
}

/** The identity provider gave no token. */
export class TokenError extends Nt24Error {
  override readonly name = 'TokenError';
  readonly status: number;
  /** OAuth's word for it, such as `invalid_client` (RFC 6749, 5.2). */
  readonly code: string | undefined;
  /** After which it may be tried again, where the provider said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor({ status, code, retryAfterSeconds }: TokenFacts) {
    super(`no access token: ${status}${code === undefined ? '' : ` ${code}`}`, {});
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

interface TokenFacts {
  readonly status: number;
  readonly code?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
}
