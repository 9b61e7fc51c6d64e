import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { mayInviterAct } from '../../parties/organizations/index.ts';
import type { ResendClaim } from '../links/index.ts';
import type { InvitationStatus } from './invitation.ts';

/** An invitation for which a new link was asked, as those who look after it are to see it. */
export interface AskedInvitation {
  id: string;
  seller_id: string;
  organization_id: string;
  buyer_id: string;
  /** By the clock. */
  status: InvitationStatus;
  link_version: number;
  link_kid: number;
  /** None where the operator erased what the invitation held of people. */
  recipient_email: string | null;
  label: string | null;
  expires_at: Date;
  new_link_asked_at: Date | null;
  last_mail_at: Date | null;
  buyer_status: 'ACTIVE' | 'BLOCKED';
  may_act: boolean;
  company_name: string;
  seller_name: string;
  now: Date;
}

export function findAsked(
  db: Database,
  { sellerId, invitationId }: Pick<ResendClaim, 'sellerId' | 'invitationId'>,
): Promise<AskedInvitation | undefined> {
  return db.readFirst(sql`select i.id, i.seller_id, i.organization_id, i.buyer_id, invitation_status(i.status, i.expires_at) as status,
      i.link_version, i.link_kid, i.recipient_email, i.label, i.expires_at, i.new_link_asked_at, i.last_mail_at,
      b.status as buyer_status, ${mayInviterAct} as may_act, b.company_name, s.name as seller_name, date_trunc('milliseconds', now()) as now
    from invitations i
    join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
    join seller_facts s on s.id = i.seller_id
    where i.seller_id = ${sellerId}::uuid and i.id = ${invitationId}::uuid and i.kind = 'KYC'`);
}
