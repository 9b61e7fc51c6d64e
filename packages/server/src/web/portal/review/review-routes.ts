import { receiptFileName, renderReceiptPdf } from '../../../modules/self-service/receipts/index.ts';
import { fieldOf } from '../../shared/form-fields.ts';
import { companyAnswer, companyData, draftDocuments, receiptModel, requestSummary } from '../page-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { createPostLimits } from '../session/post-limits.ts';
import { receiptFacts } from './receipt-facts.ts';
import { renderPrivacyNotice } from './privacy-notice-page.ts';
import { renderReceipt } from './receipt-page.ts';
import { renderReview } from './review-page.ts';
import type { ReviewError } from './review-model.ts';
import { endedVisit, type Visit, type VisitAnswer, type Visits } from '../session/visits.ts';
import { listDraftFiles } from '../../../modules/kyc/documents/index.ts';
import {
  listNotSupplied,
  listSubmittedFiles,
  submissionReference,
  submitKyc,
} from '../../../modules/self-service/submissions/index.ts';
import { submitProspect } from '../../../modules/self-service/prospects/index.ts';
import { detailsFacts, needsDetails } from '../prospect/prospect-models.ts';

/** Of the texts under `privacy.*`; raise it with every change of their sense. */
const PRIVACY_NOTICE_VERSION = '2026-11-29';

/** The last look, the sending, and the receipt for it. */
export function registerReviewRoutes(visits: Visits, deps: PortalDeps): void {
  const { db, uploads, completeDocuments, rateLimiter, keyring } = deps;
  const limits = createPostLimits(rateLimiter, keyring);

  async function reviewPage({ link, session }: Visit, errors: readonly ReviewError[] = []): Promise<VisitAnswer> {
    const [files, notSupplied, unfinished] = await Promise.all([
      listDraftFiles(db, link.id),
      listNotSupplied(deps, link.id),
      uploads.listUnfinished(link),
    ]);
    const model = {
      request: requestSummary(link),
      company: companyData(link),
      answer: companyAnswer(link),
      details: detailsFacts(link, keyring),
      documents: draftDocuments(link, { files, notSupplied }, completeDocuments),
      unfinished,
      notice: errors.length > 0 ? undefined : session.notice,
      needsTick: session.hasContributed !== true,
      privacyNoticeVersion: PRIVACY_NOTICE_VERSION,
      errors,
    };
    return { status: statusOf(errors), page: (context) => renderReview(model, context) };
  }

  visits.route({ method: 'GET', step: 'review', operationId: 'portalReview' }, async (visit) => {
    if (visit.isSubmitted) return { redirect: 'done' };
    return needsDetails(visit.link) ? { redirect: 'details' } : reviewPage(visit);
  });

  visits.route({ method: 'POST', step: 'review', operationId: 'portalSubmit' }, async (visit, request) => {
    const { session, actor } = visit;
    if (visit.isSubmitted) return { redirect: 'done' };
    if (fieldOf(request.body, 'privacyNoticeVersion') !== PRIVACY_NOTICE_VERSION)
      return reviewPage(visit, ['notice-changed']);
    const submission = {
      claim: session,
      submissionId: session.submissionId,
      privacyNoticeVersion: PRIVACY_NOTICE_VERSION,
      isDeliberate: session.hasContributed === true || fieldOf(request.body, 'consent') === 'yes',
    };
    const { language } = session;
    const outcome =
      visit.link.kind === 'PROSPECT'
        ? await submitProspect(deps, { ...submission, language }, actor)
        : await submitKyc(deps, submission, actor);
    if (outcome.kind === 'ended') throw endedVisit(outcome.end, { session, link: outcome.link });
    return outcome.kind === 'submitted' ? { redirect: 'done' } : reviewPage(visit, outcome.lacks);
  });

  visits.route({ method: 'GET', step: 'done', operationId: 'portalReceipt' }, async ({ link, isSubmitted }) => {
    if (!isSubmitted) return { redirect: 'review' };
    const [files, notSupplied] = await Promise.all([listSubmittedFiles(db, link), listNotSupplied(deps, link.id)]);
    const model = receiptModel(link, { files, notSupplied, details: detailsFacts(link, keyring) });
    if (!model) throw new Error('a submission without its facts');
    return { page: (context) => renderReceipt(model, context) };
  });

  visits.route(
    { method: 'GET', step: 'receipt.pdf', operationId: 'portalReceiptPdf' },
    async ({ link, session, isSubmitted }) => {
      if (!isSubmitted) return { redirect: 'review' };
      await limits.takeReceipt(session.invitationId);
      const [files, notSupplied] = await Promise.all([listSubmittedFiles(db, link), listNotSupplied(deps, link.id)]);
      return {
        download: async (context) => ({
          fileName: receiptFileName(submissionReference(session.submissionId)),
          mediaType: 'application/pdf',
          bytes: await renderReceiptPdf(
            receiptFacts(link, { files, notSupplied, details: detailsFacts(link, keyring) }, context),
          ),
        }),
      };
    },
  );

  visits.route(
    { method: 'GET', step: 'privacy', operationId: 'portalPrivacy', isBeforeProof: true },
    async ({ link, isSubmitted, sessionPath }) => {
      const backUrl = sessionPath(isSubmitted ? 'done' : link.published && !link.prospect ? 'code' : 'review');
      const model = {
        request: requestSummary(link),
        version: PRIVACY_NOTICE_VERSION,
        prospectDays: deps.prospectRetentionDays,
        backUrl,
      };
      return { page: (context) => renderPrivacyNotice(model, context) };
    },
  );
}

/** Nothing is wrong with a form that comes too early. */
function statusOf(errors: readonly ReviewError[]): number {
  if (errors.length === 0) return 200;
  return errors.every((error) => error === 'files-unfinished') ? 409 : 422;
}
