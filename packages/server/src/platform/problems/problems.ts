/**
 * One kind of problem (contract 2.6, RFC 9457), declared where it belongs and nowhere else. Clients key on the type, that is on the
 * slug.
 */
export interface ProblemType {
  readonly slug: string;
  readonly status: number;
  readonly title: string;
  /** Decided by the operation itself, and so kept under its Idempotency-Key like a success (contract 2.4). */
  readonly kept: boolean;
  /** What the caller does about it, for the reference. */
  readonly remedy: string;
}

export function defineProblem(
  slug: string,
  { kept, ...about }: Omit<ProblemType, 'slug' | 'kept'> & { readonly kept?: true },
): ProblemType {
  return { slug, ...about, kept: kept === true };
}

export interface FieldError {
  /** A path such as `address.country`. */
  readonly field: string;
  readonly message: string;
  /** Cut at 200 characters; absent for secrets and files. */
  readonly rejectedValue?: unknown;
}

export interface ProblemExtras {
  readonly errors?: readonly FieldError[];
  /** The resource as it stands, in the form that GET shows. */
  readonly currentResource?: object;
  /** What was asked to take its place, or to be added to it, in the form that GET shows. */
  readonly proposedResource?: object;
  /** Whole seconds; becomes the Retry-After header. */
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Decided by the operation itself, though others of its type are not. */
  readonly kept?: true;
}

/** Thrown anywhere below a route; the error handler turns it into application/problem+json. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly type: ProblemType;
  readonly extras: ProblemExtras;

  constructor(type: ProblemType, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.type = type;
    this.extras = extras;
  }

  get slug(): string {
    return this.type.slug;
  }

  get status(): number {
    return this.type.status;
  }

  /** Kept under the Idempotency-Key like a success. */
  get isKept(): boolean {
    return this.type.kept || this.extras.kept === true;
  }
}
