import type { ProblemSlug } from '@nt24/sdk';

/** Those that the service keeps as the answer of an Idempotency-Key: those of docs/problems.md, as a test sees to. All others leave the key free. */
export const KEPT_PROBLEMS: ReadonlySet<string> = new Set<ProblemSlug>([
  'capability-required',
  'not-found',
  'version-mismatch',
  'resource-exists-different-body',
  'milestone-already-set',
  'buyer-blocked',
  'buyer-erased',
  'kyc-mode-downgrade',
  'too-many-contacts',
  'document-not-active',
  'invitation-not-active',
  'recipient-unknown',
]);
