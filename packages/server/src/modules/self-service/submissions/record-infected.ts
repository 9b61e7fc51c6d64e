import type { Database } from '../../../platform/db/database.ts';
import type { DocumentType } from '../../kyc/documents/index.ts';
import { aboutLink, type LinkVisitor, type StandingLink } from '../invitations/index.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { AuditEntry } from '../../../core/audit/index.ts';

/** A line of activity for a file that the virus scanner found something in; nothing of the file itself is kept. */
export function infectedEntry(link: StandingLink, type: DocumentType | undefined): AuditEntry {
  const about = aboutLink(link);
  return { ...about, action: 'document.infected', details: { type, reason: 'infected' } };
}

export async function recordInfected(
  db: Database,
  { link, actor }: LinkVisitor,
  type: DocumentType | undefined,
): Promise<void> {
  await commitWrite(db, { actor, audit: [infectedEntry(link, type)] });
}
