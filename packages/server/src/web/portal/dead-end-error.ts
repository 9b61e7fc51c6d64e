import type { ProblemSlug } from '../../platform/problems/problems.ts';
import type { DeadEndKind } from './views/index.ts';
import type { LinkRow } from '../../modules/self-service/submissions/index.ts';

export interface DeadEndFacts {
  /** Only where the visitor's link or session is genuine. */
  readonly link?: LinkRow | undefined;
  /** `/i/{token}`, of the very link that the visitor has. */
  readonly linkPath?: string | undefined;
  readonly language?: string | undefined;
  readonly retryAfterSeconds?: number;
}

/** Thrown anywhere below a route of the page; becomes a page that says what happened and what to do. */
export class DeadEnd extends Error {
  override readonly name = 'DeadEnd';
  readonly kind: DeadEndKind;
  readonly facts: DeadEndFacts;

  constructor(kind: DeadEndKind, facts: DeadEndFacts = {}) {
    super(kind);
    this.kind = kind;
    this.facts = facts;
  }
}

/** For callers that prefer problem+json. Of a blocked buyer no more is said than that the invitation is at rest. */
export const deadEndSlug = {
  unknown: 'not-found',
  notFound: 'not-found',
  revoked: 'invitation-gone',
  replaced: 'invitation-gone',
  expired: 'invitation-gone',
  used: 'invitation-gone',
  blocked: 'invitation-not-active',
  sessionEnded: 'forbidden',
  forbidden: 'forbidden',
  tooManyRequests: 'rate-limited',
  unavailable: 'unavailable',
  failed: 'internal-error',
} as const satisfies Record<DeadEndKind, ProblemSlug>;
