import { type Answer, type Call, presentPage } from '../../../core/api/index.ts';
import { buyerNotFound, type BuyerPath } from '../../parties/buyers/index.ts';
import { type InvitationDeps, presentInvitation } from './invitation.ts';
import { selectInvitations } from './list-repository.ts';
import { findInvitedBuyer } from './repository.ts';
import type { ListInvitationsQuery } from './schemas.ts';

/** The invitations of one buyer (contract 3.4). */
export async function listInvitations(
  { db, links }: InvitationDeps,
  { params, query }: Call<{ params: BuyerPath; query: ListInvitationsQuery }>,
): Promise<Answer> {
  const { rows, total, window } = await selectInvitations(db, { ...query, ...params });
  if (total === 0 && !(await findInvitedBuyer(db, params))) throw buyerNotFound();
  const shown = rows.map((row) => presentInvitation(row, links));
  return { status: 200, body: presentPage(shown, total, window) };
}
