import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { endSession } from '../../../modules/self-service/submissions/index.ts';
import { languageOf } from '../../../modules/texts/index.ts';
import { fieldOf } from '../../shared/form-fields.ts';
import { hiddenOperation } from '../../shared/hidden-operation.ts';
import { chooseLanguage } from '../../shared/language-choice.ts';
import { isForeignWrite } from '../../shared/own-origin.ts';
import { createPageContext } from '../../shared/page-context.ts';
import { ErrorPage } from '../ended/error-page.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { sessionRoute, SIGNED_OUT_URL } from './session-address.ts';
import { dropSession, openSession } from './session-cookies.ts';
import { createSessions } from './session.ts';
import { renderSignedOut } from './signed-out-page.ts';

/**
 * A visitor leaves: the cookie goes, and the session is over for every copy of it, an answer on its way that would set it again
 * included. What he added stays, and the link leads back to it. No budget and no state of the link keep anybody in.
 */
export function registerSignOutRoutes(scope: FastifyInstance, deps: PortalDeps): void {
  const { db } = deps;
  const sessions = createSessions(deps);
  const contextOf = createPageContext(deps.operator);
  const ownOrigin = new URL(deps.publicBaseUrl).origin;

  async function signOut(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (isForeignWrite(request, ownOrigin)) throw new ErrorPage('forbidden');
    const session = await openSession(sessions, request);
    // First, so that it goes even where the database is away.
    dropSession(sessions, request, reply);
    if (session) await endSession(db, session.deviceId ?? session.submissionId);
    const language = languageOf(fieldOf(request.body, 'lang') ?? '') ?? chooseLanguage(request, session?.language);
    return reply.redirect(`${SIGNED_OUT_URL}?lang=${language}`, 303);
  }

  async function show(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const page = renderSignedOut(contextOf(chooseLanguage(request)));
    return reply.type('text/html; charset=utf-8').send(page);
  }

  const url = sessionRoute('sign-out');
  scope.route({ method: 'POST', url, schema: hiddenOperation('portalSignOut'), handler: signOut });
  scope.route({ method: 'GET', url: SIGNED_OUT_URL, schema: hiddenOperation('portalSignedOut'), handler: show });
}
