import type { Call, Decision } from '../../../core/api/index.ts';
import {
  type InvitationDeps,
  type InvitationRow,
  invitationNotActive,
  invitationNotFound,
  presentInvitation,
} from './invitation.ts';
import { findInvitation, type InvitationPlace, revokeStanding } from './repository.ts';
import type { RevokeInvitationBody } from './schemas.ts';

/** Ends an active invitation with a reason for the seller's file (contract 3.3). The link is dead from the commit on. */
export async function revokeInvitation(
  { db, links }: InvitationDeps,
  { params, body }: Call<{ params: InvitationPlace; body: RevokeInvitationBody }>,
): Promise<Decision> {
  const row = await findInvitation(db, params);
  if (!row) throw invitationNotFound();
  if (row.status !== 'ACTIVE') throw invitationNotActive(row, links);
  const { reason } = body;
  const revoked = { ...row, status: 'REVOKED', revoked_at: row.now, revocation_reason: reason } as const;
  return { answer: { status: 200, body: presentInvitation(revoked, links) }, ...revocationOf(row, reason) };
}

/** What is written when the invitation ends now, whoever ends it. */
export function revocationOf(row: InvitationRow, reason: string): Omit<Decision, 'answer'> {
  return {
    effect: revokeStanding(row, row.now, reason),
    audit: [{ action: 'invitation.revoke', sellerId: row.seller_id, subjectId: row.id, invitationId: row.id }],
  };
}
