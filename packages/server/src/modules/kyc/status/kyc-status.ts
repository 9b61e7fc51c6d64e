import type { KycMode } from '../documents/index.ts';
import type { Verification } from '../verification/index.ts';
import type { ViesResult } from '../vies/index.ts';

export const OVERALL_STATUSES = ['INCOMPLETE', 'VALID', 'INVALID'] as const;

export type OverallStatus = (typeof OVERALL_STATUSES)[number];

/** What the checks outside this service found. */
export interface KycChecks extends Verification {
  readonly viesResult: ViesResult;
}

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
