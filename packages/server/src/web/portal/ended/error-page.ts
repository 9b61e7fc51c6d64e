import { Forbidden } from '../../../core/identity/index.ts';
import { InvitationNotActive } from '../../../modules/self-service/invitations/index.ts';
import { InvitationGone } from '../../../modules/self-service/links/index.ts';
import { InternalError, NotFound, RateLimited, Unavailable } from '../../../platform/problems/problem-types.ts';
import type { ProblemType } from '../../../platform/problems/problems.ts';
import type { ErrorPageKind } from './error-page-model.ts';
import type { LinkRow } from '../../../modules/self-service/submissions/index.ts';

export interface ErrorPageFacts {
  /** Only where the visitor's link or session is genuine. */
  readonly link?: LinkRow | undefined;
  /** `/i/{token}`, of the very link that the visitor has. */
  readonly linkPath?: string | undefined;
  readonly language?: string | undefined;
  readonly retryAfterSeconds?: number;
}

/** Thrown anywhere below a route of the page; becomes a page that says what happened and what to do. */
export class ErrorPage extends Error {
  override readonly name = 'ErrorPage';
  readonly kind: ErrorPageKind;
  readonly facts: ErrorPageFacts;

  constructor(kind: ErrorPageKind, facts: ErrorPageFacts = {}) {
    super(kind);
    this.kind = kind;
    this.facts = facts;
  }
}

/** For callers that prefer problem+json. Of a blocked buyer no more is said than that the invitation is at rest. */
export const errorPageProblem = {
  unknown: NotFound,
  notFound: NotFound,
  revoked: InvitationGone,
  replaced: InvitationGone,
  expired: InvitationGone,
  used: InvitationGone,
  closed: InvitationGone,
  blocked: InvitationNotActive,
  sessionEnded: Forbidden,
  deviceLinkEnded: Forbidden,
  forbidden: Forbidden,
  tooManyRequests: RateLimited,
  unavailable: Unavailable,
  failed: InternalError,
} as const satisfies Record<ErrorPageKind, ProblemType>;
