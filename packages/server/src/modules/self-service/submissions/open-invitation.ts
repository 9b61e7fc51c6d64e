import type { Database } from '../../../platform/db/database.ts';
import type { LinkRow } from './link.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';
import { aboutLink, markOpened } from '../invitations/index.ts';

/** Writes down, once, that the buyer pressed Start. Opening is not a use (contract 3.2). */
export async function openInvitation(db: Database, link: LinkRow, actor: AuditActor): Promise<void> {
  if (link.is_opened) return;
  await commitWrite(db, {
    effect: markOpened(link),
    actor,
    audit: [{ ...aboutLink(link), action: 'invitation.open' }],
  });
}
