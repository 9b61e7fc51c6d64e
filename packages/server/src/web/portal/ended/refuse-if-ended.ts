import type { Database } from '../../../platform/db/database.ts';
import { endedVisit, type Visit } from '../session/visits.ts';
import { endOfLink, findLink } from '../../../modules/self-service/submissions/index.ts';

/** For a step that found its link changed: throws the page that says how it ended, where it did. */
export async function refuseIfEnded(db: Database, { session }: Visit): Promise<void> {
  const link = await findLink(db, session.invitationId);
  const end = endOfLink(link, session);
  if (end) throw endedVisit(end, { session, link });
}
