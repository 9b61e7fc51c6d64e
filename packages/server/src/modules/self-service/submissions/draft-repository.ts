import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { dropFiles } from '../../files/index.ts';
import { deleteDraftFiles, hasDraftFiles, KYC_FILE } from '../../kyc/documents/index.ts';
import { lockRevoked, lockStanding, type StandingLink } from '../invitations/index.ts';

export interface CompanyAnswer {
  readonly isCorrect: boolean;
  readonly remark: string | null;
}

export function upsertCompanyAnswer(link: StandingLink, answer: CompanyAnswer): (guard: Sql) => Sql {
  return (guard) => sql`${lockStanding(link)},
    effect as (insert into kyc_drafts (invitation_id, company_confirmed, company_remark)
      select standing.id, ${answer.isCorrect}::boolean, ${answer.remark}::text from standing where ${guard}
      on conflict (invitation_id) do update set company_confirmed = excluded.company_confirmed,
        company_remark = excluded.company_remark, updated_at = now()
      returning invitation_id)`;
}

/** Drafts of revoked invitations, across sellers: with the rows of their files; the bytes go with the next sweep of the files. */
export async function purgeRevokedDrafts(db: Database, limit: number): Promise<number> {
  const hasDraft = sql`exists (select from kyc_drafts d where d.invitation_id = i.id) or ${hasDraftFiles(sql`i.id`)}`;
  const rows =
    await db.write(sql`/* across sellers: the clock's own work */ with revoked as (${lockRevoked(hasDraft, limit)}),
    draft as (delete from kyc_drafts d using revoked where d.invitation_id = revoked.id),
    file as (${deleteDraftFiles(sql`revoked`)}),
    stored as (${dropFiles(KYC_FILE, sql`select id from file`).statement})
    select id from revoked`);
  return rows.length;
}
