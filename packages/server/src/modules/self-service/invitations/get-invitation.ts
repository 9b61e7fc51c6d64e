import type { Database } from '../../../platform/db/database.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { InvitationRow } from './invitation.ts';
import { findInvitation } from './repository.ts';

/** The invitation at the ids of a path; undefined for what is not there, and for what is not an id. */
export async function getInvitationRow(
  db: Database,
  params: Readonly<Record<string, string>>,
): Promise<InvitationRow | undefined> {
  const { sellerId = '', buyerId, invitationUuid = '' } = params;
  if (!isUuid(invitationUuid) || (buyerId !== undefined && !isUuid(buyerId))) return undefined;
  return findInvitation(db, { sellerId, invitationId: invitationUuid, ...(buyerId !== undefined && { buyerId }) });
}
