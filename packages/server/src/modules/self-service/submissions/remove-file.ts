import { dropFiles } from '../../files/index.ts';
import type { DraftDeps } from './attach-file.ts';
import sql from 'sql-template-tag';
import { deleteDraftFile, KYC_FILE, type KycFileRow } from '../../kyc/documents/index.ts';
import { lockStanding, type LinkVisitor } from '../invitations/index.ts';
import { commitWrite } from '../../../core/write/index.ts';

/** Takes a file out of the draft. False: it is not there any more, or the link ended meanwhile. */
export async function removeFile(
  { db, files }: DraftDeps,
  { link, actor }: LinkVisitor,
  file: KycFileRow,
): Promise<boolean> {
  const outcome = await commitWrite(db, {
    effect: (guard) => sql`${lockStanding(link)}, effect as (${deleteDraftFile(sql`standing`, file.id, guard)})`,
    also: [dropFiles(KYC_FILE, sql`select id from effect`)],
    actor,
    audit: [
      {
        action: 'document.remove',
        sellerId: link.seller_id,
        subjectId: link.id,
        invitationId: link.id,
        details: { type: file.type },
      },
    ],
  });
  if (outcome !== 'committed') return false;
  for (const key of file.storage_keys) await files.remove(key);
  return true;
}
