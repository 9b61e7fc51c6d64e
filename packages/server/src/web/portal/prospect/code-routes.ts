import { newId } from '../../../platform/ids.ts';
import { CODE_DIGITS, enterPlace, requestCode } from '../../../modules/self-service/prospects/index.ts';
import type { LinkRow } from '../../../modules/self-service/submissions/index.ts';
import { fieldOf } from '../../shared/form-fields.ts';
import { ErrorPage } from '../ended/error-page.ts';
import { refuseIfEnded } from '../ended/refuse-if-ended.ts';
import { requestSummary } from '../page-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { createPostLimits } from '../session/post-limits.ts';
import { refOf } from '../session/session-address.ts';
import type { Session } from '../session/session.ts';
import type { Visit, VisitAnswer, Visits } from '../session/visits.ts';
import { type CodeError, renderCode } from './code-page.ts';
import { renderNoPlace } from './no-place-page.ts';

const CODE = new RegExp(`^\\d{${CODE_DIGITS}}$`);

/** Of a visitor who has still to prove his address; what he has entered is in his cookie alone. */
interface Proving {
  readonly email: string;
  readonly linkUrl: string;
}

/** The visitor of a published link proves his address, and gets a session of his own place for it (contract 3.7). */
export function registerCodeRoutes(visits: Visits, deps: PortalDeps): void {
  const { db, keyring, links, rateLimiter } = deps;
  const limits = createPostLimits(rateLimiter, keyring);

  /** @throws the page of what is not there, for everybody who has nothing to prove */
  function provingOf({ link, session: { email } }: Visit): Proving {
    if (!link.published || link.prospect || email === undefined) throw new ErrorPage('notFound');
    return { email, linkUrl: new URL(links.urlOf(claimOf(link))).pathname };
  }

  function codePage({ link }: Visit, proving: Proving, error?: CodeError): VisitAnswer {
    const model = { request: requestSummary(link), ...proving, error };
    return { status: error ? 422 : 200, page: (context) => renderCode(model, context) };
  }

  function sessionAt(visit: Visit, placeId: string, submissionId: string | undefined): Session {
    const { email: _proved, ...session } = visit.session;
    const [invitationId, ref] = [placeId, refOf(placeId, keyring)];
    // Who has typed a code that was mailed is a person.
    return { ...session, invitationId, ref, submissionId: submissionId ?? newId(), hasContributed: true };
  }

  visits.route(
    { method: 'GET', step: 'code', operationId: 'portalCode', isBeforeProof: true },
    async (visit) => movedOn(visit) ?? codePage(visit, provingOf(visit)),
  );

  visits.route(
    { method: 'POST', step: 'code', operationId: 'portalEnterCode', isBeforeProof: true },
    async (visit, request) => {
      const moved = movedOn(visit);
      if (moved) return moved;
      const proving = provingOf(visit);
      const { link, actor, session } = visit;
      const code = (fieldOf(request.body, 'code') ?? '').replaceAll(/[\s-]/g, '');
      if (!CODE.test(code)) return codePage(visit, proving, { kind: 'missing' });
      const visitor = { link, email: proving.email, actor };
      const outcome = await enterPlace(deps, visitor, { code, language: session.language });
      switch (outcome.kind) {
        case 'entered': {
          const step = outcome.submissionId === undefined ? 'details' : 'done';
          return { begin: sessionAt(visit, outcome.placeId, outcome.submissionId), step };
        }
        case 'full':
          await refuseIfEnded(db, visit);
          return { status: 409, page: (context) => renderNoPlace(requestSummary(link), context) };
        case 'wrong':
        case 'over':
          return codePage(visit, proving, outcome);
      }
    },
  );

  visits.route(
    { method: 'POST', step: 'code/again', operationId: 'portalCodeAgain', isBeforeProof: true },
    async (visit, request) => {
      const { email } = provingOf(visit);
      const { link, actor, session } = visit;
      await limits.takeCode(request, link.id);
      await requestCode(deps, { link, email, actor }, session.language);
      return { redirect: 'code' };
    },
  );
}

/** Who has proved his address and goes back. */
function movedOn({ session: { movedTo } }: Visit): VisitAnswer | undefined {
  return movedTo === undefined ? undefined : { redirect: 'details', ref: movedTo };
}

function claimOf(link: LinkRow) {
  return {
    invitationId: link.invitation_id,
    sellerId: link.seller_id,
    linkVersion: link.link_version,
    linkKid: link.link_kid,
  };
}
