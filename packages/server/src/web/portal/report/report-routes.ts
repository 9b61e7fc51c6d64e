import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { codePointsOf, fieldOf } from '../../shared/form-fields.ts';
import { storableOf } from '../../../platform/storable-text.ts';
import { hiddenOperation } from '../../shared/hidden-operation.ts';
import { chooseLanguage } from '../../shared/language-choice.ts';
import type { LinkEntrance } from '../landing/link-entrance.ts';
import { createPageContext } from '../../shared/page-context.ts';
import { pageBrand } from '../page-brand.ts';
import { requestSummary } from '../page-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { renderReport } from './report-page.ts';
import { type ReportAnswer, type ReportError, type ReportModel, reportWordsMaxLength } from './report-model.ts';
import type { Visit, Visits } from '../session/visits.ts';
import { type Language, languageOf } from '../../../modules/texts/index.ts';
import { ABUSE_REASONS, type LinkRow, reportMisuse } from '../../../modules/self-service/submissions/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';

/** Of a link: in the language in which the visitor reads. */
export function reportUrlOf(linkPath: string, language: Language): string {
  return `${linkPath}/report?lang=${language}`;
}

interface Place {
  readonly link: LinkRow;
  readonly action: string;
  readonly backUrl?: string | undefined;
}

/** Undefined: reported, or reported before; else the form once more. */
type Refusal = ReportModel | undefined;

/** Reporting misuse takes a deliberate POST; looking at the form changes nothing, and a report locks nothing (contract 3.6). */
export function registerReportRoutes(scope: FastifyInstance, entrance: LinkEntrance, deps: PortalDeps): void {
  const contextOf = createPageContext(deps.operator);

  /** Dead links are served too, as long as they are genuine. */
  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { link, path, end } = await entrance.enter(request);
    const shown = languageOf(fieldOf(request.body, 'lang') ?? '');
    const language = shown ?? chooseLanguage(request, link.locale);
    const place = { link, action: `${path}/report`, backUrl: end ? undefined : `${path}?lang=${language}` };
    const isPost = request.method === 'POST';
    const refused = isPost ? await report(deps, { place, actor: actorOf(request) }, request.body) : undefined;
    if (isPost && !refused) return reply.redirect(reportUrlOf(path, language), 303);
    const page = renderReport(
      refused ?? reportModel(place),
      contextOf(language, { reportUrl: reportUrlOf(path, language), brand: pageBrand(link) }),
    );
    return reply
      .code(refused ? 422 : 200)
      .type('text/html; charset=utf-8')
      .send(page);
  }

  const url = '/i/:token/report';
  scope.route({ method: 'GET', url, schema: hiddenOperation('portalReportForm'), handler: answer });
  scope.route({ method: 'POST', url, schema: hiddenOperation('portalReport'), handler: answer });
}

/** The same form within a session. */
export function registerSessionReportRoutes(visits: Visits, deps: PortalDeps): void {
  const placeOf = ({ link, isSubmitted, sessionPath }: Visit): Place => ({
    link,
    action: sessionPath('report'),
    backUrl: sessionPath(isSubmitted ? 'done' : link.published && !link.prospect ? 'code' : 'documents'),
  });

  visits.route(
    { method: 'GET', step: 'report', operationId: 'portalSessionReportForm', isBeforeProof: true },
    async (visit) => ({
      page: (context) => renderReport(reportModel(placeOf(visit)), context),
    }),
  );

  visits.route(
    { method: 'POST', step: 'report', operationId: 'portalSessionReport', isBeforeProof: true },
    async (visit, request) => {
      const refused = await report(deps, { place: placeOf(visit), actor: visit.actor }, request.body);
      if (!refused) return { redirect: 'report' };
      return { status: 422, page: (context) => renderReport(refused, context) };
    },
  );
}

function actorOf(request: FastifyRequest): AuditActor {
  return { kind: 'BUYER', requestId: request.id };
}

async function report(
  deps: PortalDeps,
  { place, actor }: { readonly place: Place; readonly actor: AuditActor },
  body: unknown,
): Promise<Refusal> {
  const { answer, errors } = readReport(body);
  const { reason, words = '' } = answer;
  if (reason === undefined || errors.length > 0) return reportModel({ ...place, answer, errors });
  await reportMisuse(deps, { link: place.link, actor }, { reason, words });
  return undefined;
}

function reportModel({
  link,
  action,
  backUrl,
  answer = {},
  errors = [],
}: Place & { readonly answer?: ReportAnswer; readonly errors?: readonly ReportError[] }): ReportModel {
  const { seller, organizationName, companyCountry } = requestSummary(link);
  const reportedAt = link.misuse_reported_at ?? undefined;
  return { seller, organizationName, companyCountry, action, backUrl, answer, errors, reportedAt };
}

function readReport(body: unknown): { answer: ReportAnswer; errors: ReportError[] } {
  const reason = ABUSE_REASONS.find((known) => known === fieldOf(body, 'reason'));
  const words = storableOf((fieldOf(body, 'words') ?? '').trim()).replaceAll('\r\n', '\n');
  return {
    answer: { reason, ...(words !== '' && { words }) },
    errors: [
      ...(reason === undefined ? (['reason-missing'] as const) : []),
      ...(codePointsOf(words) > reportWordsMaxLength ? (['words-too-long'] as const) : []),
    ],
  };
}
