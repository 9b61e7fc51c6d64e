import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import type { InvitationRow } from './invitation.ts';

/** All that is kept of an invitation but for what its link is made of. */
export interface InvitationRecord extends Omit<
  InvitationRow,
  'seller_id' | 'buyer_id' | 'link_kid' | 'link_version' | 'now'
> {
  organization_id: string;
  reminders_sent: number;
  next_reminder_at: Date | null;
  opened_at: Date | null;
  new_link_asked_at: Date | null;
  misuse_reported_at: Date | null;
}

const PAGE = 200;

/** All of a buyer, in the order of their ids. */
export async function* invitationRecords(
  db: Database,
  { sellerId, buyerId }: BuyerPath,
): AsyncGenerator<InvitationRecord> {
  for (let behind = '00000000-0000-0000-0000-000000000000', isFull = true; isFull;) {
    const rows =
      await db.read<InvitationRecord>(sql`select id, kind, invitation_status(status, expires_at) as status, organization_id, recipient_email, label, locale,
        message, requested_documents, redirect_url, usage_count, reminders, reminders_sent, next_reminder_at, last_mail_at, opened_at, created_at,
        expires_at, last_used_at, revoked_at, revocation_reason, new_link_asked_at, misuse_reported_at
      from invitations where seller_id = ${sellerId}::uuid and buyer_id = ${buyerId}::uuid and id > ${behind}::uuid
      order by id limit ${PAGE}::int`);
    yield* rows;
    behind = rows.at(-1)?.id ?? behind;
    isFull = rows.length === PAGE;
  }
}
