import type { KycMode } from '../documents/index.ts';

export const OVERALL_STATUSES = ['INCOMPLETE', 'VALID', 'INVALID'] as const;
export const VIES_RESULTS = ['VALID', 'INVALID', 'PENDING', 'UNKNOWN'] as const;
export const VERIFICATION_STATUSES = ['NOT_STARTED', 'IN_PROGRESS', 'VERIFIED', 'REJECTED'] as const;
export const AML_STATUSES = ['NOT_APPLICABLE', 'PENDING', 'CLEAR', 'FLAGGED'] as const;

export type OverallStatus = (typeof OVERALL_STATUSES)[number];

/** What the checks outside this service found; `viesLastCheckedAt` is absent until one has run. */
export interface KycChecks {
  readonly viesResult: (typeof VIES_RESULTS)[number];
  readonly viesLastCheckedAt?: Date;
  readonly verificationStatus: (typeof VERIFICATION_STATUSES)[number];
  readonly amlStatus: (typeof AML_STATUSES)[number];
}

/** Neither the VIES check, the identity verification nor the AML screening of contract 5 exists yet: what they say before any ran. */
export const NO_CHECKS_YET: KycChecks = {
  viesResult: 'UNKNOWN',
  verificationStatus: 'NOT_STARTED',
  amlStatus: 'NOT_APPLICABLE',
};

export interface KycFacts extends KycChecks {
  readonly kycMode: KycMode;
  readonly documentsComplete: boolean;
}

/** Contract 5. Verification and AML count in Mode B (NT24_LED) only. */
export function overallStatus(facts: KycFacts): OverallStatus {
  const { viesResult, verificationStatus, amlStatus, documentsComplete } = facts;
  const verifiedHere = facts.kycMode === 'NT24_LED';
  if (viesResult === 'INVALID') return 'INVALID';
  if (verifiedHere && (verificationStatus === 'REJECTED' || amlStatus === 'FLAGGED')) return 'INVALID';
  const checked = !verifiedHere || (verificationStatus === 'VERIFIED' && amlStatus === 'CLEAR');
  return checked && documentsComplete && viesResult === 'VALID' ? 'VALID' : 'INCOMPLETE';
}
