import type { Answer, Call } from '../../../core/api/index.ts';
import { type InvitationDeps, invitationNotFound, presentInvitation } from './invitation.ts';
import { findInvitation, type InvitationPlace } from './repository.ts';

/** One invitation as it stands (contract 3.4). */
export async function getInvitation(
  { db, links }: InvitationDeps,
  { params }: Call<{ params: InvitationPlace }>,
): Promise<Answer> {
  const row = await findInvitation(db, params);
  if (!row) throw invitationNotFound();
  return { status: 200, body: presentInvitation(row, links) };
}
