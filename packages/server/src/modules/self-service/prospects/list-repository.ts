import sql, { empty, type Sql } from 'sql-template-tag';
import { inOrder, type ListedRow, type Listing, listing, type ListPage } from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { vatNumberSpellings } from '../../parties/buyers/index.ts';
import type { ProspectRow } from './prospect.ts';
import { columns } from './prospect-repository.ts';
import type { ListProspectsQuery, PROSPECT_SORTS } from './schemas.ts';

const SORTABLE: Readonly<Record<(typeof PROSPECT_SORTS)[number], string>> = { submittedAt: 'submitted_at' };

export type ProspectFilter = ListProspectsQuery & { readonly sellerId: string };

/** Counted one by one, by an index: what a link brings is decided by people, one after the other. */
export async function selectProspects(db: Database, filter: ProspectFilter): Promise<ListPage<ProspectRow>> {
  const list = listing('prospects', filter, SORTABLE);
  const [rows, counted] = await Promise.all([
    db.list<ListedRow<ProspectRow>>(pageOf(filter, list)),
    db.listFirst<{ total: number }>(sql`select count(*)::int as total from listed_prospects where ${isSought(filter)}`),
  ]);
  return list.pageOf(rows, counted?.total ?? 0);
}

function pageOf(filter: ProspectFilter, { marks, behind, order, limit, offset }: Listing): Sql {
  return sql`select ${columns}, ${marks} from listed_prospects where ${isSought(filter)} ${behind}
    ${inOrder(order)} limit ${limit}::bigint offset ${offset}::bigint`;
}

function isSought({ sellerId, invitationUuid, type, status, createdAfter, vatNumber }: ProspectFilter): Sql {
  return sql`seller_id = ${sellerId}::uuid
    ${invitationUuid === undefined ? empty : sql`and invitation_id = ${invitationUuid}::uuid`}
    ${type === undefined ? empty : sql`and type = ${type}`}
    ${status === undefined ? empty : sql`and status = ${status}`}
    ${createdAfter === undefined ? empty : sql`and submitted_at > ${createdAfter}::timestamptz`}
    ${vatNumber === undefined ? empty : sql`and vat_number = any(${vatNumberSpellings(vatNumber)}::text[])`}`;
}
