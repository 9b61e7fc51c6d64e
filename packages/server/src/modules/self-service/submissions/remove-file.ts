import type { Database } from '../../../platform/db/database.ts';
import sql from 'sql-template-tag';
import { type KycFileRow, removeDraftFile } from '../../kyc/documents/index.ts';
import { aboutLink, lockStanding, type LinkVisitor } from '../invitations/index.ts';
import { commitWrite } from '../../../core/write/index.ts';

/** Takes a file out of the draft; for some minutes it can be put back. False: it is not there any more, or the link ended meanwhile. */
export async function removeFile(db: Database, { link, actor }: LinkVisitor, file: KycFileRow): Promise<boolean> {
  const outcome = await commitWrite(db, {
    effect: (guard) => sql`${lockStanding(link)}, effect as (${removeDraftFile(sql`standing`, file.id, guard)})`,
    actor,
    audit: [{ ...aboutLink(link), action: 'document.remove', details: { type: file.type } }],
  });
  return outcome === 'committed';
}
