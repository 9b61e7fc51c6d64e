import { daysAfter } from '../../../platform/clock.ts';

interface KeptKind {
  readonly basis: string;
  readonly days: number;
}

const YEAR_DAYS = 365.25;

/** What an erasure leaves, and why (decision 0049, docs/retention.md). */
export const KEPT = {
  KYC_DOCUMENTS: {
    days: 5 * YEAR_DAYS,
    basis:
      'Directive (EU) 2015/849, Article 40(1): evidence of customer due diligence, five years; GDPR, Article 17(3)(b).',
  },
  AUDIT_TRAIL: {
    days: 10 * YEAR_DAYS,
    basis: 'GDPR, Article 5(2): who did what and when, by ids and without a name of the buyer or his people.',
  },
  PII_ACCESS_LOG: {
    days: 6 * YEAR_DAYS,
    basis: 'GDPR, Article 5(2): who read personal data, by ids.',
  },
  STORED_ANSWERS: {
    days: 1,
    basis: 'Answers to calls, sealed, for whoever repeats a call with its Idempotency-Key.',
  },
} satisfies Readonly<Record<string, KeptKind>>;

const HAS_DOCUMENTS = 'KYC_DOCUMENTS';

export interface KeptEntry {
  readonly what: string;
  readonly until: string;
  readonly basis: string;
}

/** Follows from the instant alone, so that every answer about one erasure says the same. */
export function keptAfter(erasedAt: Date, areDocumentsKept: boolean): KeptEntry[] {
  return Object.entries<KeptKind>(KEPT)
    .filter(([what]) => areDocumentsKept || what !== HAS_DOCUMENTS)
    .map(([what, kind]) => ({ what, until: daysAfter(erasedAt, kind.days).toISOString(), basis: kind.basis }));
}

export function documentsKeptUntil(erasedAt: Date): Date {
  return daysAfter(erasedAt, KEPT.KYC_DOCUMENTS.days);
}
