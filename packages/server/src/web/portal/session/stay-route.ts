import type { PortalDeps } from '../portal-deps.ts';
import { createSessions } from './session.ts';
import type { Visits } from './visits.ts';

/** Read by the page's script (packages/portal/src/session-end.ts). */
const SECONDS_HEADER = 'x-novatrade-session-seconds';

/** A visitor who types, or says that he is still there: nothing else is done than what each of his requests does, which is to prolong. */
export function registerStayRoute(visits: Visits, deps: PortalDeps): void {
  const sessions = createSessions(deps);
  visits.quickRoute(
    { method: 'POST', step: 'stay', operationId: 'portalStay', isBeforeProof: true },
    async ({ session }) => ({
      script: { status: 204, headers: { [SECONDS_HEADER]: String(sessions.secondsOf(session)) }, body: '' },
    }),
  );
}
