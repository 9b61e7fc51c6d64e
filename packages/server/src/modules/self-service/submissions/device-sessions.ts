import sql from 'sql-template-tag';
import { commitWrite } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { aboutLink, type LinkVisitor } from '../invitations/index.ts';

/** A device link is good once; within this time from its first use also to a second press, or after an answer that got lost. */
const AGAIN_SECONDS = 60;

/** Writes down that a second device opens the session. False where it was opened by this link before. */
export async function openOnDevice(db: Database, { link, actor }: LinkVisitor, deviceId: string): Promise<boolean> {
  const outcome = await commitWrite(db, {
    effect: (guard) => sql`effect as (insert into used_device_links as used (id) select ${deviceId}::uuid where ${guard}
      on conflict (id) do update set used_at = used.used_at where used.used_at > now() - make_interval(secs => ${AGAIN_SECONDS}::int)
      returning used.id)`,
    actor,
    audit: [{ ...aboutLink(link), action: 'invitation.open-device' }],
  });
  return outcome === 'committed';
}

export async function isDeviceLinkUsed(db: Database, deviceId: string): Promise<boolean> {
  const row = await db.findFirst(sql`select from used_device_links where id = ${deviceId}::uuid
    and used_at <= now() - make_interval(secs => ${AGAIN_SECONDS}::int)`);
  return row !== undefined;
}

/** Long after the links have run out by themselves, over clocks that differ. */
export async function purgeUsedDeviceLinks(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`delete from used_device_links u using (
      select id from used_device_links where used_at <= now() - interval '1 day'
      order by used_at limit ${limit}::int for update skip locked) old
    where u.id = old.id returning u.id`);
  return rows.length;
}
