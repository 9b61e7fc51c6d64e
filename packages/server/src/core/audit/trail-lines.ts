import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';
import type { AuditActor } from './audit.ts';

/** A line of the trail, whole. */
export interface TrailLine {
  id: string;
  occurred_at: Date;
  action: string;
  actor_kind: AuditActor['kind'];
  actor_id: string | null;
  organization_id: string | null;
  subject_id: string | null;
  request_id: string | null;
  details: Record<string, unknown>;
}

const PAGE = 1_000;

/** All that the trail says of an invitation, in the order in which it was written. */
export function trailOfInvitation(
  db: Database,
  { sellerId, invitationId }: { readonly sellerId: string; readonly invitationId: string },
): AsyncGenerator<TrailLine> {
  return linesWhere(db, sql`seller_id = ${sellerId}::uuid and invitation_id = ${invitationId}::uuid`);
}

/** What it says beside invitations: of these subjects, and of what is gone and told by the buyer's id alone. */
export function trailAbout(db: Database, { sellerId, buyerId, subjectIds }: TrailSubjects): AsyncGenerator<TrailLine> {
  return linesWhere(
    db,
    sql`seller_id = ${sellerId}::uuid and (invitation_id is null and subject_id = any(${[...subjectIds]}::uuid[])
      or details->>'buyerId' = ${buyerId}::text)`,
  );
}

interface TrailSubjects {
  readonly sellerId: string;
  readonly buyerId: string;
  readonly subjectIds: readonly string[];
}

async function* linesWhere(db: Database, condition: Sql): AsyncGenerator<TrailLine> {
  for (let behind = '0', isFull = true; isFull;) {
    const rows =
      await db.read<TrailLine>(sql`select id, occurred_at, action, actor_kind, actor_id, organization_id, subject_id, request_id, details
      from audit_events where ${condition} and id > ${behind}::bigint order by id limit ${PAGE}::int`);
    yield* rows;
    behind = rows.at(-1)?.id ?? behind;
    isFull = rows.length === PAGE;
  }
}
