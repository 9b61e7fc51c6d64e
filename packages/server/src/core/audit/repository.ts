import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';
import { limitOffset, type PageWindow } from '../page-window.ts';
import type { AuditActor } from './audit.ts';

/** Lines that a statement writes for rows of its own: ids are expressions over such a row. */
export interface AuditLines {
  readonly action: string;
  readonly actor: AuditActor;
  /** Default: the actor's. */
  readonly organizationId?: Sql;
  readonly sellerId?: Sql;
  readonly subjectId: Sql;
  readonly invitationId?: Sql;
  readonly details?: Sql;
  /** What stands behind the `from`: a CTE, and which of its rows. */
  readonly from: Sql;
}

/** An insert, to stand in a CTE, of one line for each row. */
export function insertAuditLines(lines: AuditLines): Sql {
  const { action, actor, subjectId, from } = lines;
  const { organizationId = sql`${actor.organizationId}::uuid`, sellerId = none, invitationId = none } = lines;
  return sql`insert into audit_events
        (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
      select ${action}::text, ${actor.kind}::text, ${actor.id}::text, ${organizationId}, ${sellerId}, ${subjectId},
        ${invitationId}, ${actor.requestId}::uuid, ${lines.details ?? sql`'{}'::jsonb`} from ${from}`;
}

const none = sql`null::uuid`;

export interface TrailRow {
  action: string;
  occurred_at: Date;
  actor_kind: AuditActor['kind'];
  actor_id: string | null;
  details: Record<string, unknown>;
}

export interface TrailWish {
  readonly sellerId: string;
  readonly invitationId: string;
  /** Words of the trail that show. */
  readonly actions: readonly string[];
  readonly window: PageWindow;
}

export interface TrailPage {
  readonly rows: TrailRow[];
  readonly total: number;
  /** Words about this invitation that are not among them. */
  readonly others: readonly string[];
}

/** What the trail says of an invitation, oldest first. */
export async function selectTrail(
  db: Database,
  { sellerId, invitationId, actions, window }: TrailWish,
): Promise<TrailPage> {
  const known = [...actions];
  const itsLines = sql`from audit_events where seller_id = ${sellerId}::uuid and invitation_id = ${invitationId}::uuid`;
  const [rows, counted] = await Promise.all([
    db.list<TrailRow>(sql`select action, occurred_at, actor_kind, actor_id, details
      ${itsLines} and action = any(${known}::text[]) order by id ${limitOffset(window)}`),
    db.listFirst<
      Omit<TrailPage, 'rows'>
    >(sql`select count(*) filter (where action = any(${known}::text[]))::int as total,
        coalesce(array_agg(distinct action) filter (where action <> all(${known}::text[])), '{}') as others
      ${itsLines}`),
  ]);
  return { rows, total: counted?.total ?? 0, others: counted?.others ?? [] };
}
