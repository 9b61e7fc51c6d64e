import { isDeepStrictEqual } from 'node:util';
import { fieldOf } from '../../shared/form-fields.ts';
import { companyAnswer, companyData, requestSummary } from '../page-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { refuseIfEnded } from '../ended/refuse-if-ended.ts';
import { COMPANY_ORIGINS, type CompanyAnswer, type CompanyModel, type CompanyOrigin } from './company-model.ts';
import { readCompanyAnswer } from './read-company-answer.ts';
import { renderCompany } from './company-page.ts';
import type { Visit, VisitAnswer, Visits } from '../session/visits.ts';
import { answerCompany } from '../../../modules/self-service/submissions/index.ts';

/** The buyer says what is wrong with the company data, where something is. */
export function registerCompanyRoutes(visits: Visits, { db }: PortalDeps): void {
  visits.route({ method: 'GET', step: 'company', operationId: 'portalCompany' }, async (visit, request) => {
    if (visit.link.published) return { redirect: `details?from=${originOf(request.query)}` };
    if (visit.isSubmitted) return { redirect: 'done' };
    return companyPage(visit, { answer: companyAnswer(visit.link), origin: originOf(request.query) });
  });

  visits.route({ method: 'POST', step: 'company', operationId: 'portalAnswerCompany' }, async (visit, request) => {
    if (visit.link.published) return { redirect: 'details' };
    if (visit.isSubmitted) return { redirect: 'done' };
    const origin = originOf(request.body);
    const { answer, errors } = readCompanyAnswer(request.body, companyData(visit.link));
    if (errors.length > 0) return companyPage(visit, { answer, origin, errors });
    // What a form says that nobody wrote in is kept already, or is nothing.
    if (isSame(answer, companyAnswer(visit.link))) return { redirect: origin };
    const { isCorrect, remark = null, corrections = [] } = answer;
    const kept = await answerCompany(db, visit, { isCorrect: isCorrect !== false, remark, corrections });
    if (!kept) await refuseIfEnded(db, visit);
    return kept ? { redirect: origin, isContribution: true } : { redirect: 'company' };
  });
}

function originOf(fields: unknown): CompanyOrigin {
  const from = fieldOf(fields, 'from');
  return COMPANY_ORIGINS.find((origin) => origin === from) ?? 'review';
}

function isSame(one: CompanyAnswer, other: CompanyAnswer): boolean {
  const factsOf = ({ isCorrect = true, remark, corrections }: CompanyAnswer) => ({ isCorrect, remark, corrections });
  return isDeepStrictEqual(factsOf(one), factsOf(other));
}

function companyPage({ link }: Visit, said: Pick<CompanyModel, 'answer' | 'origin' | 'errors'>): VisitAnswer {
  const model = { request: requestSummary(link), company: companyData(link), ...said };
  const status = said.errors === undefined ? 200 : 422;
  return { status, page: (context) => renderCompany(model, context) };
}
