import { codePointsOf, fieldOf } from '../../shared/form-fields.ts';
import { isStorable, storableOf } from '../../../platform/storable-text.ts';
import { companyAnswer, companyData, requestSummary } from '../page-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { refuseIfEnded } from '../ended/refuse-if-ended.ts';
import { type CompanyAnswer, type CompanyError, remarkMaxLength } from './company-model.ts';
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
    const { answer, errors } = readAnswer(request.body);
    if (errors.length > 0 || answer.isCorrect === undefined) return companyPage(visit, answer, errors);
    const remark = answer.isCorrect ? null : (answer.remark ?? null);
    const kept = await answerCompany(db, visit, { isCorrect: answer.isCorrect, remark });
    if (!kept) await refuseIfEnded(db, visit);
    return { redirect: kept ? 'documents' : 'company' };
  });
}

function companyPage({ link }: Visit, answer: CompanyAnswer, errors: readonly CompanyError[] = []): VisitAnswer {
  const model = { request: requestSummary(link), company: companyData(link), answer, errors };
  return { status: errors.length > 0 ? 422 : 200, page: (context) => renderCompany(model, context) };
}

const CHOICES: Readonly<Record<string, boolean>> = { correct: true, wrong: false };

function readAnswer(body: unknown): { answer: CompanyAnswer; errors: CompanyError[] } {
  const choice = fieldOf(body, 'company') ?? '';
  const isCorrect = Object.hasOwn(CHOICES, choice) ? CHOICES[choice] : undefined;
  const written = (fieldOf(body, 'remark') ?? '').trim();
  const remark = storableOf(written).replaceAll('\r\n', '\n');
  const answer = { isCorrect, ...(remark !== '' && { remark }) };
  if (isCorrect === undefined) return { answer, errors: ['choice-missing'] };
  if (isCorrect) return { answer, errors: [] };
  if (remark === '' || !isStorable(written)) return { answer, errors: ['remark-missing'] };
  return { answer, errors: codePointsOf(remark) > remarkMaxLength ? ['remark-too-long'] : [] };
}
