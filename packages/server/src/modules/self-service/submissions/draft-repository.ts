import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { dropFiles } from '../../files/index.ts';
import { deleteDraftFiles, draftsWithFiles, KYC_FILE } from '../../kyc/documents/index.ts';
import { lockEnded, lockStanding, type StandingLink } from '../invitations/index.ts';
import { type CompanyCorrection, storedCorrections } from './company-correction.ts';
import { DRAFT_GRACE_DAYS } from './draft-grace.ts';

export interface CompanyAnswer {
  readonly isCorrect: boolean;
  readonly remark: string | null;
  readonly corrections: readonly CompanyCorrection[];
}

export function upsertCompanyAnswer(link: StandingLink, answer: CompanyAnswer): (guard: Sql) => Sql {
  return (guard) => sql`${lockStanding(link)},
    effect as (insert into kyc_drafts (invitation_id, company_confirmed, company_remark, company_corrections)
      select standing.id, ${answer.isCorrect}::boolean, ${answer.remark}::text, ${storedCorrections(answer.corrections)}::jsonb
      from standing where ${guard}
      on conflict (invitation_id) do update set company_confirmed = excluded.company_confirmed,
        company_remark = excluded.company_remark, company_corrections = excluded.company_corrections, updated_at = now()
      returning invitation_id)`;
}

/** CTEs, to follow one, by default `effect`, with ids of invitations of the seller: what their buyer wrote goes, in the draft and in what was sent. */
export function eraseWords(sellerId: string, of: Sql = sql`effect`): Sql {
  return sql`draft as (delete from kyc_drafts d using ${of} where d.invitation_id = ${of}.id),
    remark as (update kyc_submissions k set company_remark = null, company_corrections = null from ${of}
      where k.seller_id = ${sellerId}::uuid and k.invitation_id = ${of}.id
        and (k.company_remark is not null or k.company_corrections is not null)),
    reasons as (update kyc_not_supplied n set reason = null from ${of} where n.invitation_id = ${of}.id and n.reason is not null)`;
}

/** Two hours early, so that the job has come by and the bytes are swept when the promised time is over. */
const GRACE = sql`interval '1 day' * ${DRAFT_GRACE_DAYS}::int - interval '2 hours'`;

/** Drafts of ended invitations, across sellers: with the rows of their files; the bytes go with the next sweep of the files. */
export async function purgeEndedDrafts(db: Database, limit: number): Promise<number> {
  const among = sql`select d.invitation_id from kyc_drafts d union select n.invitation_id from kyc_not_supplied n union ${draftsWithFiles}`;
  const ended = lockEnded({ among, expiredFor: sql`(${GRACE})`, limit });
  const rows = await db.write(sql`/* across sellers: the clock's own work */ with ended as (${ended}),
    draft as (delete from kyc_drafts d using ended where d.invitation_id = ended.id),
    not_supplied as (delete from kyc_not_supplied n using ended where n.invitation_id = ended.id),
    file as (${deleteDraftFiles(sql`ended`)}),
    stored as (${dropFiles(KYC_FILE, sql`select id from file`).statement})
    select id from ended`);
  return rows.length;
}
