export const VERIFICATION_STATUSES = ['NOT_STARTED', 'IN_PROGRESS', 'VERIFIED', 'REJECTED'] as const;
export const AML_STATUSES = ['NOT_APPLICABLE', 'PENDING', 'CLEAR', 'FLAGGED'] as const;

/** What a screening has come to, once there is one. */
export type ScreeningStatus = Exclude<(typeof AML_STATUSES)[number], 'NOT_APPLICABLE'>;

/** How far the identity verification and the AML screening of a buyer have come (contract 5). */
export interface Verification {
  readonly verificationStatus: (typeof VERIFICATION_STATUSES)[number];
  readonly amlStatus: (typeof AML_STATUSES)[number];
}

/** What the sessions of a buyer say together. */
export interface SessionFacts {
  /** Of the session that ended last with a word of the provider; null: none has. */
  last_word: 'VERIFIED' | 'REJECTED' | null;
  /** Of that session. */
  last_aml: ScreeningStatus | null;
  is_open: boolean;
  /** Of any session: a further try does not wash it off. */
  is_flagged: boolean;
}

/** A rejected buyer may try again, and is IN_PROGRESS meanwhile; a session that expired leaves what stood before it. */
export function verificationOf({ last_word, last_aml, is_open, is_flagged }: SessionFacts): Verification {
  if (last_word !== 'VERIFIED' && is_open)
    return { verificationStatus: 'IN_PROGRESS', amlStatus: is_flagged ? 'FLAGGED' : 'PENDING' };
  const amlStatus = is_flagged ? 'FLAGGED' : (last_aml ?? 'NOT_APPLICABLE');
  return { verificationStatus: last_word ?? 'NOT_STARTED', amlStatus };
}
