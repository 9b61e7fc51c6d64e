import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { DocumentType } from '../../kyc/documents/index.ts';
import { lockStanding, type StandingLink } from '../invitations/index.ts';
import type { NotSuppliedRow } from './not-supplied.ts';

export function selectNotSupplied(db: Database, invitationId: string): Promise<NotSuppliedRow[]> {
  return db.read(
    sql`select invitation_id, type, reason from kyc_not_supplied where invitation_id = ${invitationId}::uuid order by type collate "C"`,
  );
}

interface KeptReason {
  readonly type: DocumentType;
  readonly sealed: Buffer;
}

export function upsertNotSupplied(link: StandingLink, { type, sealed }: KeptReason): (guard: Sql) => Sql {
  return (guard) => sql`${lockStanding(link)},
    effect as (insert into kyc_not_supplied (invitation_id, type, reason)
      select standing.id, ${type}, ${sealed}::bytea from standing where ${guard}
      on conflict (invitation_id, type) do update set reason = excluded.reason, answered_at = now()
      returning invitation_id)`;
}

export function deleteNotSupplied(link: StandingLink, type: DocumentType): (guard: Sql) => Sql {
  return (guard) => sql`${lockStanding(link)},
    effect as (delete from kyc_not_supplied n using standing
      where n.invitation_id = standing.id and n.type = ${type} and ${guard} returning n.invitation_id)`;
}

/** A CTE, to follow one named `effect` with the invitation's id: answers go that a document makes needless. */
export function dropNotSupplied(types: readonly DocumentType[]): Sql {
  return sql`needless as (delete from kyc_not_supplied n using effect
    where n.invitation_id = effect.id and n.type = any(${[...types]}::text[]))`;
}

/** A delete, to stand in a CTE: what cannot be supplied, of the drafts whose ids are the rows of `of`. */
export function forgetNotSupplied(of: Sql): Sql {
  return sql`delete from kyc_not_supplied n using ${of} where n.invitation_id = ${of}.id`;
}
