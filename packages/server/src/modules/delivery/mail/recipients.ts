import { createHmac } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import type { Companion } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { RateLimited } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';

/** Whom mails go to, as they are counted: an address of its own, and as one that an organization writes to. Both hashed. */
export interface Recipient {
  readonly address: Buffer;
  readonly ofOrganization: Buffer;
}

const PURPOSE = 'mail-recipient';

/** In either case the same one. */
export function recipientOf(keyring: Keyring, address: string, organizationId: string): Recipient {
  const key = keyring.derive(PURPOSE);
  const hashOf = (about: string): Buffer =>
    createHmac('sha256', key).update(`${about} ${address.toLowerCase()}`).digest();
  return { address: hashOf('all'), ofOrganization: hashOf(organizationId) };
}

/** An expression: from when on the organization may write to the recipient again. Null where it has not written to him lately. */
export function nextTurn({ ofOrganization }: Recipient): Sql {
  return sql`(select mail_turn(r.mailed_at) from mail_recipients r where r.recipient = ${ofOrganization}::bytea)`;
}

/** @throws ProblemError `rate-limited` until then */
export function refuseBeforeTurn(turn: Date | null, now: Date): void {
  const waitMs = (turn?.getTime() ?? 0) - now.getTime();
  if (waitMs <= 0) return;
  const detail = 'To one address go at most 3 mails in 10 minutes, and 10 in a day.';
  throw new ProblemError(RateLimited, detail, { retryAfterSeconds: Math.ceil(waitMs / 1000) });
}

/** For a write that queues one mail by its own hand: it counts as one of the organization's to the recipient. One too many makes the write stale. */
export function countMail({ ofOrganization }: Recipient): Companion {
  return {
    statement: sql`insert into mail_recipients as r (recipient, mailed_at)
      select ${ofOrganization}::bytea, array[now()] where exists (select from effect)
      on conflict (recipient) do update set mailed_at = (r.mailed_at || now())[greatest(1, cardinality(r.mailed_at) - 8):]
      where mail_turn_is_now(r.mailed_at)`,
  };
}

/** Forgets up to `limit` recipients whom nobody has written to for a day. */
export async function purgeRecipients(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`delete from mail_recipients r using (
      select recipient from mail_recipients where mailed_at[cardinality(mailed_at)] < now() - interval '1 day'
      limit ${limit}::int for update skip locked) old
    where r.recipient = old.recipient returning 1`);
  return rows.length;
}
