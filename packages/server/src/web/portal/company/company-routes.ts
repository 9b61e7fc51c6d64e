import { companyAnswer, companyData, requestSummary } from '../page-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { refuseIfEnded } from '../ended/refuse-if-ended.ts';
import type { CompanyAnswer, CompanyError } from './company-model.ts';
import { readCompanyAnswer } from './read-company-answer.ts';
import { renderCompany } from './company-page.ts';
import type { Visit, VisitAnswer, Visits } from '../session/visits.ts';
import { answerCompany } from '../../../modules/self-service/submissions/index.ts';

/** The buyer says whether the company data is right, and if not, what is wrong. */
export function registerCompanyRoutes(visits: Visits, { db }: PortalDeps): void {
  visits.route({ method: 'GET', step: 'company', operationId: 'portalCompany' }, async (visit) =>
    visit.isSubmitted ? { redirect: 'done' } : companyPage(visit, companyAnswer(visit.link)),
  );

  visits.route({ method: 'POST', step: 'company', operationId: 'portalAnswerCompany' }, async (visit, request) => {
    if (visit.isSubmitted) return { redirect: 'done' };
    const { answer, errors } = readCompanyAnswer(request.body, companyData(visit.link));
    if (errors.length > 0 || answer.isCorrect === undefined) return companyPage(visit, answer, errors);
    const said = answer.isCorrect ? {} : answer;
    const kept = await answerCompany(db, visit, {
      isCorrect: answer.isCorrect,
      remark: said.remark ?? null,
      corrections: said.corrections ?? [],
    });
    if (!kept) await refuseIfEnded(db, visit);
    return { redirect: kept ? 'documents' : 'company' };
  });
}

function companyPage({ link }: Visit, answer: CompanyAnswer, errors: readonly CompanyError[] = []): VisitAnswer {
  const model = { request: requestSummary(link), company: companyData(link), answer, errors };
  return { status: errors.length > 0 ? 422 : 200, page: (context) => renderCompany(model, context) };
}
