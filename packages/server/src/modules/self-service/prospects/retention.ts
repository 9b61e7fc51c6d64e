import sql, { type Sql } from 'sql-template-tag';
import { isActedFor } from '../../parties/organizations/index.ts';
import { hasMailAddress } from '../../parties/seller-contacts/index.ts';

/** So long before it goes the seller is told of what nobody has decided about. */
export const TOLD_DAYS = 14;
const DECLINED_DAYS = 30;

export interface RetentionWish {
  /** Of what nobody decides about, from its submission on. */
  readonly days: number;
}

const daysAgo = (days: number): Sql => sql`now() - interval '1 day' * ${days}::int`;

/** A condition: there is somebody to tell, for whom somebody may act. `sellerId` is an expression. */
export function mayBeTold(sellerId: Sql): Sql {
  return sql`${hasMailAddress(sellerId)} and ${isActedFor(sellerId)}`;
}

/** A condition on prospect `p`: its end is near, and nobody was told. */
export function isToTell({ days }: RetentionWish): Sql {
  return sql`p.status = 'SUBMITTED' and p.end_told_at is null and p.submitted_at <= ${daysAgo(days - TOLD_DAYS)}`;
}

/** An expression over prospect `p`, of which was told: when it goes. */
export function endOf({ days }: RetentionWish): Sql {
  return sql`greatest(p.submitted_at + interval '1 day' * ${days}::int, p.end_told_at + interval '1 day' * ${TOLD_DAYS}::int)`;
}

/** A condition on prospect `p`, no draft: its time is over. Who can be told has been told long enough before. */
export function isOver({ days }: RetentionWish): Sql {
  return sql`(p.status = 'SUBMITTED' and p.submitted_at <= ${daysAgo(days)}
      and coalesce(p.end_told_at <= ${daysAgo(TOLD_DAYS)}, not (${mayBeTold(sql`p.seller_id`)}))
    or p.status = 'DECLINED' and p.decided_at <= ${daysAgo(DECLINED_DAYS)})`;
}
