import { type Call, changedMembers, type Decision, refuseOtherValues } from '../../../../core/api/index.ts';
import { daysAfter } from '../../../../platform/clock.ts';
import { fieldProblem } from '../../../../platform/problems/field-problem.ts';
import { isRetiredLinkKey } from '../../links/index.ts';
import {
  aboutInvitation,
  type InvitationDeps,
  type InvitationStatus,
  invitationNotActive,
  invitationNotFound,
  presentInvitation,
} from '../invitation.ts';
import type { PartnerInvitationPath } from '../schemas.ts';
import { findLink, type LinkRow, updateStanding } from './prospect-link-repository.ts';
import { FIXED_OF_LINK, type UpdateProspectLinkBody } from './schemas.ts';

type LinkDeps = Pick<InvitationDeps, 'db' | 'links'>;

/** Changes the members given of a PROSPECT link that is ACTIVE or EXPIRED (decision 0057). */
export async function updateProspectLink(
  deps: LinkDeps,
  { params, body }: Call<{ params: PartnerInvitationPath; body: UpdateProspectLinkBody }>,
): Promise<Decision> {
  const { db, links } = deps;
  const row = await findLink(db, params);
  if (!row) throw invitationNotFound();
  if (row.status !== 'ACTIVE' && row.status !== 'EXPIRED') throw invitationNotActive(row, links);
  const shown = presentInvitation(row, links);
  refuseOtherValues(body, shown, FIXED_OF_LINK);
  if (row.kind !== 'PROSPECT') throw fieldProblem('kind', 'is KYC: only PROSPECT links can be changed');
  const next = await withWorkingLink(deps, updated(row, body));
  const answer = { status: 200, body: presentInvitation(next, links) };
  const fields = changedMembers({ ...shown, maxUses: row.max_uses }, { ...answer.body, maxUses: next.max_uses });
  if (fields.length === 0) return { answer };
  return {
    answer,
    effect: updateStanding(row, next),
    audit: [{ ...aboutInvitation(row), action: 'invitation.update', details: { fields } }],
  };
}

function updated(row: LinkRow, { label, expiresInDays, maxUses = row.max_uses }: UpdateProspectLinkBody): LinkRow {
  if (maxUses !== null && maxUses < row.usage_count)
    throw fieldProblem('maxUses', `must be at least usageCount, which is ${row.usage_count}`, maxUses);
  return {
    ...row,
    label: label ?? row.label,
    max_uses: maxUses,
    expires_at: expiresInDays === undefined ? row.expires_at : daysAfter(row.now, expiresInDays),
    status: statusBy(row, maxUses, expiresInDays !== undefined),
  };
}

/** A link whose last use has been made is USED, however that came. */
function statusBy(row: LinkRow, maxUses: number | null, isExtended: boolean): InvitationStatus {
  if (maxUses === row.usage_count) return 'USED';
  return isExtended ? 'ACTIVE' : row.status;
}

/** A link that a retired key signed opens nothing any more. */
async function withWorkingLink({ db, links }: LinkDeps, row: LinkRow): Promise<LinkRow> {
  if (row.status !== 'ACTIVE' || !(await isRetiredLinkKey(db, row.link_kid))) return row;
  return { ...row, link_version: row.link_version + 1, link_kid: links.currentKid() };
}
