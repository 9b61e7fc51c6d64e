import type { Call, Decision } from '../../../core/api/index.ts';
import { invitationNotActive, invitationNotFound, presentInvitation } from './invitation.ts';
import type { InvitationParts } from './create-invitation.ts';
import { getInvitationRow } from './get-invitation.ts';
import { revokeStanding } from './repository.ts';
import type { RevokeInvitationBody } from './schemas.ts';

/** Ends an active invitation with a reason for the seller's file (contract 3.3). The link is dead from the commit on. */
export async function revokeInvitation(
  { db, links }: InvitationParts,
  call: Call<unknown, RevokeInvitationBody>,
): Promise<Decision> {
  const row = await getInvitationRow(db, call.params);
  if (!row) throw invitationNotFound();
  if (row.status !== 'ACTIVE') throw invitationNotActive(row, links);
  const { reason } = call.body;
  const revoked = { ...row, status: 'REVOKED', revoked_at: row.now, revocation_reason: reason } as const;
  return {
    answer: { status: 200, body: presentInvitation(revoked, links) },
    effect: revokeStanding(row, row.now, reason),
    audit: [{ action: 'invitation.revoke', sellerId: row.seller_id, subjectId: row.id, invitationId: row.id }],
  };
}
