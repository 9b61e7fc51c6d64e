import { type Answer, type Call, presentPage, windowOf } from '../../../core/api/index.ts';
import { type ActionDeclaration, selectTrail, type TrailRow } from '../../../core/audit/index.ts';
import { type InvitationDeps, invitationNotFound } from './invitation.ts';
import { findInvitation, type InvitationPlace } from './repository.ts';
import type { ActivityQuery } from './schemas.ts';

/** What happened with an invitation, oldest first (contract 3.4). Words of the trail that no module declares are left out. */
export async function listInvitationActivity(
  { db, actions }: InvitationDeps,
  { params, query, log, requestId }: Call<{ params: InvitationPlace; query: ActivityQuery }>,
): Promise<Answer> {
  const invitation = await findInvitation(db, params);
  if (!invitation) throw invitationNotFound();
  const window = windowOf(query);
  const shown = activityTypes(actions);
  const page = await selectTrail(db, {
    sellerId: invitation.seller_id,
    invitationId: invitation.id,
    actions: [...shown.keys()],
    window,
  });
  const undeclared = page.others.filter((action) => !actions.has(action));
  if (undeclared.length > 0)
    log.warn({ traceId: requestId, actions: undeclared }, 'undeclared words in the audit trail');
  const entries = page.rows.map((row) => presentEntry(row, shown));
  return { status: 200, body: presentPage(entries, page.total, window) };
}

/** Words of the trail that show in an activity, each with its type there. */
export function activityTypes(actions: ReadonlyMap<string, ActionDeclaration>): Map<string, string> {
  return new Map(
    [...actions].flatMap(([action, { activity }]) => (activity === undefined ? [] : [[action, activity]])),
  );
}

function presentEntry(row: TrailRow, shown: ReadonlyMap<string, string>): object {
  return {
    type: shown.get(row.action),
    occurredAt: row.occurred_at.toISOString(),
    actor: { kind: row.actor_kind, ...(row.actor_kind === 'CLIENT' && row.actor_id !== null && { id: row.actor_id }) },
    ...(Object.keys(row.details).length > 0 && { details: row.details }),
  };
}
