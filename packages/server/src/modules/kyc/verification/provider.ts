import type { Readable } from 'node:stream';
import type { ScreeningStatus } from './verification-status.ts';

/** Who verifies persons and screens them, outside this service. */
export interface VerificationProvider {
  readonly name: 'IDENFY' | 'SANDBOX';
  /** Nothing of it is stored here before it has answered. @throws ProviderError */
  createSession(wish: SessionWish): Promise<ProviderSession>;
  /**
   * What a callback says, or undefined where it says nothing of a verification that concerns us.
   * @throws ProblemError `unauthorized` where the signature is not the provider's, `malformed-request` or `validation-error` where it
   * is, and the body is not what he sends
   */
  readCallback(callback: SignedCallback): ProviderWord | undefined;
  /**
   * His report on a session that has ended, as it comes: nobody has looked at it, and it may break off with a ProviderError.
   * @throws ProviderError
   */
  fetchReport(session: EndedSession): Promise<Readable>;
  stop(): void;
}

export interface SessionWish {
  readonly sessionId: string;
  readonly buyerId: string;
  /** So long may a person begin with it. */
  readonly validSeconds: number;
}

export interface ProviderSession {
  /** The provider's own name for it. */
  readonly scanRef: string;
  /** Where the person goes. It opens the session: a secret. */
  readonly url: string;
}

export interface EndedSession {
  readonly scanRef: string;
  readonly outcome: 'VERIFIED' | 'REJECTED';
  readonly aml: ScreeningStatus;
  readonly endedAt: Date;
}

export interface SignedCallback {
  /** As it came. */
  readonly body: Buffer;
  readonly signature: string | undefined;
}

/** What the provider says of a session. */
export interface IdentityWord {
  readonly about: 'identity';
  readonly scanRef: string;
  /** REVIEW: the person is done, the provider is not. */
  readonly state: 'REVIEW' | 'VERIFIED' | 'REJECTED' | 'EXPIRED';
  readonly aml: ScreeningStatus;
  /** His own words for what was wrong, in capitals. */
  readonly reason?: string;
}

/** What he says later of the persons of sessions that have ended. */
export interface ScreeningWord {
  readonly about: 'screening';
  readonly scanRefs: readonly string[];
  readonly aml: ScreeningStatus;
  /** By his clock, where he says. */
  readonly setAt?: Date;
}

export type ProviderWord = IdentityWord | ScreeningWord;

/** The provider did not give what he was asked for. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  /** For the log: his own word, or what happened on the way. */
  readonly failure: string;
  /** He is there and refuses us: the operator has to do something. */
  readonly isOurs: boolean;
  /** He would give the same again. */
  readonly isFinal: boolean;
  readonly retryAfterSeconds: number;

  constructor(failure: string, { isOurs = false, isFinal = false, retryAfterSeconds = 30 } = {}) {
    super(`the provider gave nothing: ${failure}`);
    this.failure = failure;
    this.isOurs = isOurs;
    this.isFinal = isFinal;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
