import sql, { join, type Sql } from 'sql-template-tag';
import { type AuditActor, insertAuditLines } from '../../../core/audit/index.ts';
import type { Companion } from '../../../core/write/index.ts';
import { cancelMailsOf } from '../../delivery/mail/index.ts';
import { dropFiles } from '../../files/index.ts';
import { deleteDraftFiles, eraseDocuments, KYC_FILE } from '../../kyc/documents/index.ts';
import { eraseVerifications } from '../../kyc/verification/index.ts';
import { eraseViesChecks } from '../../kyc/vies/index.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { removeContactsOfEffect } from '../../parties/contacts/index.ts';
import { eraseAnswers } from '../declaration-answers/index.ts';
import { eraseAllRows } from '../invitations/index.ts';
import { wipeProspectsOfEffect } from '../prospects/index.ts';
import { eraseWords } from '../submissions/index.ts';

export interface WipeWish {
  readonly sellerId: string;
  readonly kept: { readonly ids: readonly string[]; readonly until: Date };
}

/**
 * CTEs of all that hangs on an erased buyer and names people, to follow `stood`, his invitations, and `effect`, himself. Doing it again
 * takes what came at the very same instant, and else nothing.
 */
export function wipe({ sellerId, kept }: WipeWish): Sql {
  return join([
    eraseAllRows,
    sql`mine as (select stood.id, stood.seller_id from stood, effect)`,
    eraseWords(sellerId, sql`mine`),
    sql`drafts_gone as (${deleteDraftFiles(sql`mine`)})`,
    eraseDocuments(kept),
    eraseAnswers(sql`files_kept`),
    removeContactsOfEffect,
    wipeProspectsOfEffect,
  ]);
}

/** What goes with it by other hands. */
export function besidesWipe(place: BuyerPath, actor: AuditActor): Companion[] {
  const about = {
    actor,
    sellerId: sql`seller_id`,
    subjectId: sql`id`,
    invitationId: sql`id`,
  };
  return [
    dropFiles(KYC_FILE, sql`select id from drafts_gone union all select id from files_gone`),
    cancelMailsOf('invitation', sql`select id::text from mine`),
    eraseVerifications(place),
    eraseViesChecks(place),
    {
      statement: insertAuditLines({ ...about, action: 'invitation.revoke', from: sql`erased where was_open` }),
    },
    { statement: insertAuditLines({ ...about, action: 'invitation.erase', from: sql`erased` }) },
  ];
}
