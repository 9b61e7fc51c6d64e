import type { CompanyData } from '../company/company-model.ts';
import { renderDocuments } from '../documents/documents-page.ts';
import type { DocumentsModel } from '../documents/documents-model.ts';
import { renderErrorPage } from '../ended/render-error-page.ts';
import type { RequestSummary } from '../request-summary.ts';
import { renderPrivacyNotice } from '../review/privacy-notice-page.ts';
import { renderReceipt } from '../review/receipt-page.ts';
import type { ReceiptModel, ReviewModel } from '../review/review-model.ts';
import { renderReview } from '../review/review-page.ts';
import type { SessionContext } from '../session/session-address.ts';
import type { PageContext } from '../../shared/page-model.ts';
import { type CodeError, type CodeModel, renderCode } from './code-page.ts';
import type { DetailsFacts, DetailsForm, DetailsModel } from './details-model.ts';
import { renderDetails } from './details-page.ts';
import { renderNoPlace } from './no-place-page.ts';
import { type ProspectLandingModel, renderProspectLanding } from './prospect-landing-page.ts';

interface Sample {
  /** Of a seller who can be reached. */
  readonly request: RequestSummary;
  readonly company: CompanyData;
  readonly documents: DocumentsModel;
  readonly review: ReviewModel;
  readonly receipt: ReceiptModel;
  readonly context: PageContext;
  readonly within: SessionContext;
  /** Of who has sent. */
  readonly afterwards: SessionContext;
  readonly mend: <Model>(model: Model) => Model;
}

const EMAIL = 'ana.maria.de.sousa.ferreira@garagem-central-do-porto.example';
const NAME = 'Ana Maria de Sousa Ferreira e Albuquerque';

/** Every page that only visitors of published links see, or see otherwise, by name. */
export function prospectStates(sample: Sample): Record<string, () => string> {
  return { ...entranceStates(sample), ...detailsStates(sample), ...draftStates(sample) };
}

function published({ companyName: _unknown, ...request }: RequestSummary): RequestSummary {
  return { ...request, isPublished: true };
}

function entranceStates({ request, context, within: kyc, mend }: Sample): Record<string, () => string> {
  const within = ofPublished(kyc);
  const landing: ProspectLandingModel = {
    request: published(request),
    token: 'AbC-dEf_123',
    daysLeft: 21,
    types: ['COMPANY', 'CONSUMER'],
    prospectDays: 180,
    documentsOf: {
      COMPANY: ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION', 'CONTACT_ID_CARD'],
      CONSUMER: ['CONTACT_ID_CARD'],
    },
  };
  const land = (changes: Partial<ProspectLandingModel> = {}) =>
    renderProspectLanding(mend({ ...landing, ...changes }), context);
  const code: CodeModel = { request: published(request), email: EMAIL, linkUrl: '/i/AbC-dEf_123' };
  const enter = (error?: CodeError) => renderCode(mend({ ...code, error }), within);
  return {
    prospectLanding: () => land(),
    prospectLandingWrong: () => land({ wrongEmail: 'ana@' }),
    prospectLandingCrowded: () => land({ closedFor: 'full', daysLeft: 0 }),
    prospectLandingPaused: () => land({ closedFor: 'paused', types: ['COMPANY'] }),
    prospectLandingConsumers: () => land({ types: ['CONSUMER'] }),
    prospectExpired: () =>
      renderErrorPage(mend({ kind: 'expired', sellerName: request.seller.name, isPublished: true }), context),
    code: () => enter(),
    codeMissing: () => enter({ kind: 'missing' }),
    codeWrong: () => enter({ kind: 'wrong', triesLeft: 3 }),
    codeOverWrong: () => enter({ kind: 'over' }),
    noPlace: () => renderNoPlace(mend(published(request)), within),
  };
}

function detailsStates({ request, company, within: kyc, mend }: Sample): Record<string, () => string> {
  const within = ofPublished(kyc);
  const { address } = company;
  const blank = { companyName: '', vatNumber: '', street: '', postCode: '', city: '', phone: '' };
  const empty: DetailsForm = { ...blank, type: undefined, country: 'DE', firstName: '', lastName: '' };
  const filled: DetailsForm = {
    ...address,
    type: 'COMPANY',
    companyName: company.name,
    vatNumber: company.vatNumber,
    firstName: NAME,
    lastName: NAME,
    phone: '+351 22 000 00 00',
  };
  const model: DetailsModel = {
    request: published(request),
    types: ['COMPANY', 'CONSUMER'],
    email: EMAIL,
    form: empty,
    origin: 'documents',
    errors: [],
  };
  const page = (changes: Partial<DetailsModel> = {}) => renderDetails(mend({ ...model, ...changes }), within);
  return {
    details: () => page(),
    detailsFilled: () => page({ form: filled }),
    detailsOfConsumer: () => page({ form: { ...filled, type: 'CONSUMER', companyName: '', vatNumber: '' } }),
    detailsForConsumers: () => page({ types: ['CONSUMER'] }),
    detailsWrong: () =>
      page({
        errors: [
          { field: 'type', kind: 'empty' },
          { field: 'companyName', kind: 'too-long' },
          { field: 'vatNumber', kind: 'no-vat-number' },
          { field: 'city', kind: 'empty' },
        ],
      }),
  };
}

/** The steps that a visitor has in common with a buyer. */
function draftStates(sample: Sample): Record<string, () => string> {
  const { company, documents, review, receipt, mend } = sample;
  const [within, afterwards] = [ofPublished(sample.within), sample.afterwards];
  const request = published(sample.request);
  const { name: _name, vatNumber: _number, address } = company;
  const sent = { ...receipt, request, recipientEmail: undefined };
  const common = { personName: NAME, email: EMAIL, phone: '+351 22 000 00 00' };
  const ofCompany: DetailsFacts = { ...common, type: 'COMPANY', company };
  const ofConsumer: DetailsFacts = { ...common, type: 'CONSUMER', address };
  return {
    prospectDocuments: () => renderDocuments(mend({ ...documents, request }), within),
    prospectReview: () => renderReview(mend({ ...review, request, details: ofCompany }), within),
    prospectReviewWrong: () =>
      renderReview(
        mend({ ...review, request, details: ofConsumer, errors: ['places-taken', 'details-missing'] }),
        within,
      ),
    prospectReceipt: () => renderReceipt(mend({ ...sent, details: ofCompany }), afterwards),
    prospectReceiptOfConsumer: () => renderReceipt(mend({ ...sent, details: ofConsumer }), afterwards),
    prospectPrivacy: () =>
      renderPrivacyNotice(
        mend({ request, version: '2026-11', prospectDays: 180, backUrl: within.sessionPath('review') }),
        within,
      ),
  };
}

function ofPublished(within: SessionContext): SessionContext {
  return within.sessionEnd ? { ...within, sessionEnd: { ...within.sessionEnd, isPublished: true } } : within;
}
