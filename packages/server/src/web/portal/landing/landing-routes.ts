import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../../../platform/ids.ts';
import { ErrorPage } from '../ended/error-page.ts';
import { fieldOf } from '../../shared/form-fields.ts';
import { hiddenOperation } from '../../shared/hidden-operation.ts';
import { chooseLanguage } from '../../shared/language-choice.ts';
import type { LinkEntrance, LinkVisit } from './link-entrance.ts';
import { pageBrand } from '../page-brand.ts';
import { createPageContext } from '../../shared/page-context.ts';
import { draftDocuments, landingModel } from '../page-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { reportUrlOf } from '../report/report-routes.ts';
import { refOf, sessionPathOf } from '../session/session-address.ts';
import { beginSession } from '../session/session-cookies.ts';
import { createSessions } from '../session/session.ts';
import { createProspectEntrance } from '../prospect/prospect-entrance.ts';
import { openStep } from '../steps.ts';
import { renderLanding } from './landing-page.ts';
import { listDraftFiles } from '../../../modules/kyc/documents/index.ts';
import { languageOf } from '../../../modules/texts/index.ts';
import { askNewLink, listNotSupplied, openInvitation } from '../../../modules/self-service/submissions/index.ts';

/** `/i/{token}` shows and changes nothing, whoever fetches it; Start swaps the token for a session (contract 3.6). */
export function registerLandingRoutes(scope: FastifyInstance, entrance: LinkEntrance, deps: PortalDeps): void {
  const { db, keyring, publicBaseUrl, completeDocuments } = deps;
  const sessions = createSessions(deps);
  const contextOf = createPageContext(deps.operator);
  const prospects = createProspectEntrance(deps);

  async function land(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = refuseEnded(await entrance.enter(request));
    const { link, token, path } = visit;
    const language = chooseLanguage(request, link.locale);
    const { published } = link;
    if (published) return prospects.land({ ...visit, published, language }, reply);
    const model = landingModel(link, { token, url: publicBaseUrl + path });
    const page = renderLanding(
      model,
      contextOf(language, { reportUrl: reportUrlOf(path, language), brand: pageBrand(link) }),
    );
    return reply.type('text/html; charset=utf-8').send(page);
  }

  async function start(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = refuseEnded(await entrance.enter(request));
    const { link } = visit;
    const language = shownLanguage(request) ?? chooseLanguage(request, link.locale);
    const { published } = link;
    if (published) return prospects.start({ ...visit, published, language }, { request, reply });
    await openInvitation(db, link, { kind: 'BUYER', requestId: request.id });
    const session = {
      invitationId: link.id,
      ref: refOf(link.id, keyring),
      sellerId: link.seller_id,
      linkVersion: link.link_version,
      submissionId: newId(),
      language,
      startedAtSeconds: sessions.nowSeconds(),
    };
    await beginSession(sessions, session, { request, reply });
    const [files, notSupplied] = await Promise.all([listDraftFiles(db, link.id), listNotSupplied(deps, link.id)]);
    const documents = draftDocuments(link, { files, notSupplied }, completeDocuments);
    return reply.redirect(sessionPathOf(session.ref)(openStep(documents, link.draft_upload_count)), 303);
  }

  /** What became of it is told by the page of the link itself, which also shows a link that was revived meanwhile. */
  async function ask(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = await entrance.enter(request);
    if (visit.end === 'expired' && !visit.link.published)
      await askNewLink(db, visit.link, { kind: 'BUYER', requestId: request.id });
    else refuseEnded(visit);
    const language = shownLanguage(request);
    return reply.redirect(language === undefined ? visit.path : `${visit.path}?lang=${language}`, 303);
  }

  for (const url of ['/i/:token', '/i/:token/'])
    scope.route({ method: 'GET', url, schema: hiddenOperation('portalLanding'), handler: land });
  scope.route({ method: 'POST', url: '/i/:token/start', schema: hiddenOperation('portalStart'), handler: start });
  scope.route({ method: 'POST', url: '/i/:token/ask', schema: hiddenOperation('portalAskNewLink'), handler: ask });
}

function refuseEnded(visit: LinkVisit): LinkVisit {
  if (visit.end) throw new ErrorPage(visit.end, { link: visit.link, linkPath: visit.path });
  return visit;
}

/** The language of the page that the form stood on. */
function shownLanguage(request: FastifyRequest) {
  return languageOf(fieldOf(request.body, 'lang') ?? '');
}
