import { Forbidden } from '../../core/identity/index.ts';
import { InvitationNotActive } from '../../modules/self-service/invitations/index.ts';
import { InvitationGone } from '../../modules/self-service/links/index.ts';
import { InternalError, NotFound, RateLimited, Unavailable } from '../../platform/problems/problem-types.ts';
import type { ProblemType } from '../../platform/problems/problems.ts';
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
export const deadEndProblem = {
  unknown: NotFound,
  notFound: NotFound,
  revoked: InvitationGone,
  replaced: InvitationGone,
  expired: InvitationGone,
  used: InvitationGone,
  blocked: InvitationNotActive,
  sessionEnded: Forbidden,
  forbidden: Forbidden,
  tooManyRequests: RateLimited,
  unavailable: Unavailable,
  failed: InternalError,
} as const satisfies Record<DeadEndKind, ProblemType>;
