import sql, { empty, type Sql } from 'sql-template-tag';
import { insertAuditLines } from '../../../core/audit/index.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { AdminError } from '../../../platform/admin-error.ts';
import type { Database } from '../../../platform/db/database.ts';
import { markRetired, requireRetirable } from '../links/index.ts';

const BATCH = 500;
const BEGINNING = '-infinity';
const NIL_UUID = '00000000-0000-0000-0000-000000000000';

export interface LinkKeyWish {
  readonly kid: number;
  /** Even where links of ACTIVE invitations die by it. */
  readonly isForced: boolean;
}

export interface RetiredLinkKey {
  /** It had been retired before; what was left then has been done now. */
  readonly wasRetired: boolean;
  /** ACTIVE invitations whose link died; each has a new address, which a resend or the next reminder mails. */
  readonly replaced: number;
}

/**
 * Retires a key of the link MAC: nothing that it signed, or that somebody signs who got hold of it, opens any more. An invitation
 * that has ended keeps its address, which is dead; reviving it makes a new one. Repeat it after a crash: it goes on where it was.
 * @throws AdminError where the key signs still, or where links of ACTIVE invitations would die unasked
 */
export async function retireLinkKey(db: Database, { kid, isForced }: LinkKeyWish): Promise<RetiredLinkKey> {
  const { signingKid, isRetired } = await requireRetirable(db, kid);
  if (!isRetired) await markOrRefuse(db, { kid, isForced });
  let replaced = 0;
  // Once more until nothing is left: what was written at the same instant may have come behind the first round.
  for (;;) {
    const inRound = await replaceLinks(db, kid, signingKid);
    if (inRound === 0) return { wasRetired: isRetired, replaced };
    replaced += inRound;
  }
}

async function markOrRefuse(db: Database, { kid, isForced }: LinkKeyWish): Promise<void> {
  const condition = isForced ? sql`true` : sql`not exists (${standingLinks(kid, empty)})`;
  const outcome = await commitWrite(db, {
    effect: markRetired(kid, condition),
    actor: { kind: 'OPERATOR' },
    audit: [{ action: 'link-key.retire', details: { kid, isForced } }],
  });
  if (outcome === 'committed') return;
  const count = await countLinksOf(db, kid);
  throw new AdminError(
    count === 0
      ? 'another operator was at work on the link keys; look at link-key list'
      : `${count} ACTIVE invitations have a link of key ${kid}, which would die; resend them with rotateLink, or add --force`,
  );
}

function standingLinks(kid: number, columns: Sql): Sql {
  return sql`/* across sellers: the operator's own work */ select ${columns} from invitations
    where status = 'ACTIVE' and expires_at > now() and link_kid = ${kid}::smallint`;
}

/** ACTIVE invitations whose link the key signed. */
export async function countLinksOf(db: Database, kid: number): Promise<number> {
  const row = await db.readFirst<{ count: number }>(standingLinks(kid, sql`count(*)::int as count`));
  return row?.count ?? 0;
}

/** In batches, in the order of the index of those that stand, so that one round reads each row once. */
async function replaceLinks(db: Database, kid: number, signingKid: number): Promise<number> {
  let replaced = 0;
  let place: Place = { expires_at: BEGINNING, id: NIL_UUID };
  for (;;) {
    const rows = await replaceBatch(db, { kid, signingKid, behind: place });
    replaced += rows.length;
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return replaced;
    place = last;
  }
}

/** The instant as text: a JavaScript date has no microseconds. */
interface Place {
  expires_at: string;
  id: string;
}

interface BatchWish {
  readonly kid: number;
  readonly signingKid: number;
  readonly behind: Place;
}

function replaceBatch(db: Database, { kid, signingKid, behind }: BatchWish): Promise<Place[]> {
  const noteReplaced = insertAuditLines({
    action: 'invitation.replace-link',
    actor: { kind: 'OPERATOR' },
    sellerId: sql`seller_id`,
    subjectId: sql`id`,
    invitationId: sql`id`,
    from: sql`effect`,
  });
  return db.write(sql`/* across sellers: the operator's own work */ with due as (
      select id, expires_at from invitations
      where status = 'ACTIVE' and expires_at > now() and link_kid = ${kid}::smallint
        and (expires_at, id) > (${behind.expires_at}::timestamptz, ${behind.id}::uuid)
      order by expires_at, id limit ${BATCH}::int for no key update),
    effect as (update invitations i set link_version = i.link_version + 1, link_kid = ${signingKid}::smallint, last_mail_at = null
      from due where i.id = due.id and i.link_kid = ${kid}::smallint and i.status = 'ACTIVE' returning i.id, i.seller_id),
    audit as (${noteReplaced})
    select due.id, due.expires_at::text from due order by due.expires_at, due.id`);
}
