export const OUTCOMES = {
  APPROVED: 'Approve',
  DENIED: 'Deny',
  SUSPECTED: 'Suspect: a person reviews',
  EXPIRED: 'Let it expire',
} as const;

export const SCREENINGS = { CLEAR: 'finds nobody', FLAGGED: 'finds a match', NONE: 'is not done' } as const;

export type Outcome = keyof typeof OUTCOMES;
export type ScreeningResult = keyof typeof SCREENINGS;

/** Made up throughout: nobody is verified here. */
const PERSON = { docFirstName: 'SANDBOX', docLastName: 'SANDBOX', docType: 'PASSPORT' };

/** What iDenfy would send: documentation.idenfy.com, "Webhooks" of the API reference, 2026-11-28. */
export function callbackOf(scanRef: string, outcome: Outcome, screening: ScreeningResult): object {
  const isGood = outcome === 'APPROVED';
  return {
    final: outcome !== 'SUSPECTED',
    platform: 'SANDBOX',
    status: {
      overall: outcome,
      fraudTags: [],
      mismatchTags: [],
      suspicionReasons: [],
      denyReasons: outcome === 'DENIED' ? ['FACE_MISMATCH'] : [],
      autoFace: isGood ? 'FACE_MATCH' : 'FACE_MISMATCH',
      autoDocument: 'DOC_VALIDATED',
    },
    data: outcome === 'EXPIRED' ? {} : PERSON,
    scanRef,
    AML: screening === 'NONE' ? [] : [screened(screening === 'FLAGGED')],
  };
}

function screened(isSuspected: boolean): object {
  return {
    status: {
      serviceSuspected: isSuspected,
      serviceUsed: true,
      serviceFound: isSuspected,
      checkSuccessful: true,
      overallStatus: isSuspected ? 'SUSPECTED' : 'NOT_SUSPECTED',
    },
    serviceName: 'SANDBOX',
    serviceGroupType: 'AML',
    data: [],
  };
}
