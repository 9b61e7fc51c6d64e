import sql, { join, type Sql } from 'sql-template-tag';
import type { Call, Decision } from '../../../core/api/index.ts';
import { queueMail } from '../../delivery/mail/index.ts';
import { dropFiles } from '../../files/index.ts';
import { deleteDraftFiles, KYC_FILE } from '../../kyc/documents/index.ts';
import { forgetNotSupplied } from '../submissions/index.ts';
import type { ProspectDeps } from './deps.ts';
import { declinedMail } from './mails/declined-mail.ts';
import { presentProspect, prospectNotFound, refuseDecided } from './prospect.ts';
import { findProspect, markDeclined } from './prospect-repository.ts';
import type { DeclineProspectBody, ProspectPath } from './schemas.ts';

/** The seller does not go on with it. Nobody needs its files any more: they go at once, their bytes with the next sweep. */
export async function declineProspect(
  { db }: Pick<ProspectDeps, 'db'>,
  { params, body }: Call<{ params: ProspectPath; body: DeclineProspectBody }>,
): Promise<Decision> {
  const row = await findProspect(db, params);
  if (!row) throw prospectNotFound();
  refuseDecided(row);
  const { reason, notify = false } = body;
  const about = { sellerId: row.seller_id, subjectId: row.id };
  const declined = { ...row, status: 'DECLINED', decided_at: row.now, decline_reason: reason } as const;
  return {
    answer: { status: 200, body: presentProspect(declined) },
    effect: (guard: Sql) =>
      join([
        markDeclined(params, { reason, decidedAt: row.now }, guard),
        sql`file as (${deleteDraftFiles(sql`effect`)})`,
        sql`not_supplied as (${forgetNotSupplied(sql`effect`)})`,
      ]),
    also: [
      dropFiles(KYC_FILE, sql`select id from file`),
      ...(notify ? [queueMail({ mail: declinedMail, subjectId: row.id, subjectVersion: 1, about })] : []),
    ],
    audit: [{ ...about, action: 'prospect.decline', details: { notified: notify } }],
  };
}
