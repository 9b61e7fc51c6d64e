import { Nt24Error } from './errors.ts';
import type { ProblemSlug } from './generated/problem-slugs.ts';
import type { Buyer, FieldError, Invitation, KycDocument, Problem, Prospect } from './generated/schemas.ts';

/** What `currentResource` is, for the problems that always carry one. */
interface CurrentResources {
  'version-mismatch': Buyer;
  'kyc-mode-downgrade': Buyer;
  /** The invitation of `createInvitation`, else the buyer; only an invitation has a `publicLinkUrl`. */
  'resource-exists-different-body': Buyer | Invitation;
  'invitation-not-active': Invitation;
  'document-not-active': KycDocument;
}

/** And for those that carry one now and then. */
interface PossibleResources {
  'buyer-blocked': Buyer;
  'milestone-already-set': Prospect;
}

/** The resource as it stands, in the form in which a `get` shows it. */
export type CurrentResourceOf<Slug extends ProblemSlug> = Slug extends keyof CurrentResources
  ? CurrentResources[Slug]
  : Slug extends keyof PossibleResources
    ? PossibleResources[Slug] | undefined
    : undefined;

/** The service refused the call, and said why (contract 2.6, RFC 9457). Tell them apart by `is`. */
export class ProblemError<Slug extends ProblemSlug = ProblemSlug> extends Nt24Error {
  override readonly name = 'ProblemError';
  /** The last segment of `problem.type`. A newer service may have some that this version has no name for. */
  readonly slug: Slug;
  readonly status: number;
  /** As it was sent. */
  readonly problem: Problem;
  /** Of `validation-error`: at most 20. */
  readonly errors: readonly FieldError[];
  readonly currentResource: CurrentResourceOf<Slug>;
  /** After which it may be tried again, where the service said so. */
  readonly retryAfterSeconds: number | undefined;

  /** @param requestId what a proxy says has no traceId */
  constructor(problem: Problem, retryAfterSeconds?: number, requestId?: string) {
    super(`${problem.status} ${slugOf(problem)}: ${problem.detail}`, { requestId: problem.traceId || requestId });
    this.slug = asSlug(slugOf(problem));
    this.status = problem.status;
    this.problem = problem;
    this.errors = problem.errors ?? [];
    this.currentResource = asResource(problem.currentResource);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Whether it is this problem; the error is of its type then. */
  is<Wanted extends ProblemSlug>(slug: Wanted): this is ProblemError<Wanted> {
    return (this.slug as ProblemSlug) === slug;
  }
}

function slugOf({ type }: Problem): string {
  return type.slice(type.lastIndexOf('/') + 1);
}

/** The service's word is taken: it may have problems that this version does not know. */
function asSlug<Slug extends ProblemSlug>(slug: string): Slug {
  return slug as Slug;
}

/** Held by the tests to what the service answers. */
function asResource<Slug extends ProblemSlug>(resource: unknown): CurrentResourceOf<Slug> {
  return resource as CurrentResourceOf<Slug>;
}
