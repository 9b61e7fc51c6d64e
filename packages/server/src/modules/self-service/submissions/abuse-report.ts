import type { Keyring } from '../../../platform/keyring.ts';

export const ABUSE_REASONS = ['UNKNOWN_COMPANY', 'LOOKS_LIKE_FRAUD', 'TOO_MANY_MAILS', 'OTHER'] as const;
export type AbuseReason = (typeof ABUSE_REASONS)[number];

/** What a visitor reports. His words may hold anything, so they stay sealed until they are in the mail (docs/decisions/0010). */
export interface AbuseReport {
  readonly reason: AbuseReason;
  /** At most 1,000 code points; may be empty. */
  readonly words: string;
}

/** What a report is sealed for; the context is the id of its mail. */
export const REPORT_PURPOSE = 'abuse-report';

export function sealReport(keyring: Keyring, mailId: string, report: AbuseReport): Buffer {
  return keyring.seal(REPORT_PURPOSE, mailId, Buffer.from(JSON.stringify(report)));
}

/** Throws for what was not sealed for this very mail. */
export function openReport(keyring: Keyring, mailId: string, sealed: Buffer): AbuseReport {
  return JSON.parse(keyring.open(REPORT_PURPOSE, mailId, sealed).toString()) as AbuseReport;
}
