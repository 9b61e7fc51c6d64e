/** Every problem that the service can answer with (contract 2.6, RFC 9457). Clients key on the type, that is on the slug. */
export const problemTypes = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  unauthorized: { status: 401, title: 'Authentication is required' },
  forbidden: { status: 403, title: 'Not allowed' },
  'capability-required': { status: 403, title: 'The organization lacks a capability' },
  'dpa-not-accepted': { status: 403, title: 'The data processing agreement is not accepted' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'version-mismatch': { status: 409, title: 'The resource has changed' },
  'resource-exists-different-body': { status: 409, title: 'The resource exists with other content' },
  'milestone-already-set': { status: 409, title: 'The milestone is already set' },
  'idempotency-key-in-progress': { status: 409, title: 'A request with this key is still at work' },
  'invitation-not-active': { status: 409, title: 'The invitation is not active' },
  'buyer-blocked': { status: 409, title: 'The buyer is blocked' },
  'kyc-mode-downgrade': { status: 409, title: 'The KYC mode cannot go back' },
  'invitation-gone': { status: 410, title: 'The invitation has ended' },
  'payload-too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'The media type is not supported' },
  'validation-error': { status: 422, title: 'The request has invalid fields' },
  'idempotency-key-reused': { status: 422, title: 'The idempotency key belongs to another request' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'headers-too-large': { status: 431, title: 'The request headers are too large' },
  'internal-error': { status: 500, title: 'Something went wrong here' },
  unavailable: { status: 503, title: 'The service is not available at the moment' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemSlug = keyof typeof problemTypes;

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
  /** Whole seconds; becomes the Retry-After header. */
  readonly retryAfterSeconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown anywhere below a route; the error handler turns it into application/problem+json. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly slug: ProblemSlug;
  readonly extras: ProblemExtras;

  constructor(slug: ProblemSlug, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.slug = slug;
    this.extras = extras;
  }

  get status(): number {
    return problemTypes[this.slug].status;
  }
}

/** A 422 that names one field. */
export function fieldProblem(field: string, message: string, rejectedValue?: unknown): ProblemError {
  const error = rejectedValue === undefined ? { field, message } : { field, message, rejectedValue };
  return new ProblemError('validation-error', `${field}: ${message}`, { errors: [error] });
}
