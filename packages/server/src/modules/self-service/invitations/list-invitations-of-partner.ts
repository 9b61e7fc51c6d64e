import { type Answer, type Call, presentPage } from '../../../core/api/index.ts';
import { type InvitationDeps, presentInvitation } from './invitation.ts';
import { selectInvitations } from './list-repository.ts';
import type { ListSellerInvitationsQuery } from './schemas.ts';

/** All of a seller's invitations, of both kinds (contract 3.4). */
export async function listInvitationsOfPartner(
  { db, links }: InvitationDeps,
  { params, query }: Call<{ params: { sellerId: string }; query: ListSellerInvitationsQuery }>,
): Promise<Answer> {
  const { rows, total, window } = await selectInvitations(db, { ...query, ...params });
  const shown = rows.map((row) => presentInvitation(row, links));
  return { status: 200, body: presentPage(shown, total, window) };
}
