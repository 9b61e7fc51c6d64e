import sql from 'sql-template-tag';
import type { Database } from '../../packages/server/src/platform/db/database.ts';
import { type BuyerScene, tokenSource } from '../../packages/harness/src/scene.ts';
import type { Figure } from '../figure.ts';
import { type Acknowledged, send } from './writers.ts';

const LANES = 4;

/** What the tables and the replays say of the acknowledged writes. `url`: of an API that is left in peace. */
export async function judge(
  { db, url, scene }: { db: Database; url: string; scene: BuyerScene },
  acknowledged: readonly Acknowledged[],
): Promise<Figure[]> {
  const created = acknowledged.filter(({ status }) => status === 201).length;
  const revoked = acknowledged.length - created;
  const found = await countAll(db, scene);
  const missing = created - found.invitations + (revoked - found.revoked);
  const keys = found.keys - acknowledged.length - 1;
  const replayed = await countReplays(url, scene, acknowledged);
  return [
    {
      what: `${acknowledged.length} acknowledged writes`,
      found: `${missing} lost, ${found.odd} odd, ${keys + found.locks} keys or locks left over`,
      goal: '0',
      met: missing === 0 && found.odd === 0 && keys === 0 && found.locks === 0,
    },
    {
      what: 'their replays',
      found: `${replayed} of ${acknowledged.length} the same to the byte`,
      goal: 'all',
      met: replayed === acknowledged.length,
    },
  ];
}

interface Found {
  readonly invitations: number;
  readonly revoked: number;
  readonly keys: number;
  /** Invitations that do not have exactly one line, mail and job for everything that happened to them. */
  readonly odd: number;
  readonly locks: number;
}

async function countAll(db: Database, { buyerId, org }: BuyerScene): Promise<Found> {
  const found = await db.readFirst<Found>(sql`with jobs as (
      select m.subject_id from graphile_worker._private_jobs j join mails m on m.id = (j.payload->>'mailId')::uuid),
    facts as (
      select i.status,
        (select count(*) from audit_events a where a.invitation_id = i.id and a.action = 'invitation.create') as creations,
        (select count(*) from audit_events a where a.invitation_id = i.id and a.action = 'invitation.revoke') as revocations,
        (select count(*) from audit_events a where a.invitation_id = i.id and a.action = 'mail.queue') as queued,
        (select count(*) from mails m where m.subject_kind = 'invitation' and m.subject_id = i.id::text) as mails,
        coalesce(per.jobs, 0) as jobs
      from invitations i
      left join (select subject_id, count(*) as jobs from jobs group by 1) per on per.subject_id = i.id::text
      where i.buyer_id = ${buyerId}::uuid)
    select count(*)::int as invitations, (count(*) filter (where status = 'REVOKED'))::int as revoked,
      (select count(*)::int from idempotency_keys where organization_id = ${org.organizationId}::uuid) as keys,
      (count(*) filter (where creations <> 1 or queued <> 1 or mails <> 1 or jobs <> 1
        or revocations <> (case status when 'REVOKED' then 1 else 0 end)))::int as odd,
      (select count(*)::int from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())) as locks
    from facts`);
  if (!found) throw new Error('nothing was counted');
  return found;
}

async function countReplays(url: string, scene: BuyerScene, writes: readonly Acknowledged[]): Promise<number> {
  const token = tokenSource(scene.org);
  const unchecked = writes.values();
  let same = 0;
  async function check(): Promise<void> {
    for (const write of unchecked) {
      const replay = await send(url, await token(), write);
      const isSame = replay.status === write.status && (await replay.text()) === write.text;
      if (isSame && replay.headers.get('idempotent-replayed') === 'true') same += 1;
    }
  }
  await Promise.all(Array.from({ length: LANES }, check));
  return same;
}
