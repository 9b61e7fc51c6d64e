import type { Database } from '../../../platform/db/database.ts';
import { endedVisit, type Visit } from '../session/visits.ts';
import { endOfLink, findLink, type LinkRow, type LinkState } from '../../../modules/self-service/submissions/index.ts';

/** For a step that found its link changed: the invitation as it stands; throws the page that says how it ended, where it did. */
export async function refuseIfEnded(db: Database, { session }: Visit<LinkState>): Promise<LinkRow> {
  const link = await findLink(db, session);
  const end = endOfLink(link, session);
  if (!link || end) throw endedVisit(end ?? 'unknown', { session, link });
  return link;
}
