import { errorPageStatus, renderErrorPage } from './ended/render-error-page.ts';
import { renderCompany } from './company/company-page.ts';
import { declarationStates } from './declaration/declaration-states.test-support.ts';
import { deviceStates } from './device/device-states.test-support.ts';
import { renderDocuments } from './documents/documents-page.ts';
import { fileStates } from './documents/file-states.test-support.ts';
import { prospectStates } from './prospect/prospect-states.test-support.ts';
import { plainStates } from './plain-states.test-support.ts';
import { renderLanding } from './landing/landing-page.ts';
import { renderPrivacyNotice } from './review/privacy-notice-page.ts';
import { renderReceipt } from './review/receipt-page.ts';
import { renderReport } from './report/report-page.ts';
import { renderReview } from './review/review-page.ts';
import { sessionPathOf } from './session/session-address.ts';
import { renderSignedOut } from './session/signed-out-page.ts';
import { stylesheetPath } from '../../modules/parties/brand/index.ts';
import { MAX_FILE_BYTES } from '../../modules/kyc/documents/index.ts';
import type { DocumentType } from '../../modules/kyc/documents/index.ts';
import type { PageBrand, PageContext } from '../shared/page-model.ts';
import type { CompanyAnswer, CompanyData, CompanyFieldError, CompanyModel } from './company/company-model.ts';
import type {
  Documents,
  DocumentsError,
  DocumentsErrorCode,
  DocumentsModel,
  FileLimits,
  UnfinishedUpload,
  UploadedFile,
} from './documents/documents-model.ts';
import type { ErrorPageKind, ErrorPageModel } from './ended/error-page-model.ts';
import type { LandingModel } from './landing/landing-model.ts';
import type { ReportModel } from './report/report-model.ts';
import type { RequestSummary } from './request-summary.ts';
import type { ReceiptModel, ReviewModel } from './review/review-model.ts';

export const SAMPLE_REF = 'AbCdEfGhIjKl';

const request: RequestSummary = {
  seller: { name: 'Autohaus Krüger & Söhne GmbH', country: 'DE' },
  organizationName: 'AutoMarkt Europe',
  companyName: 'Garagem Central do Porto, Lda.',
  companyCountry: 'PT',
  expiresAt: new Date('2026-12-22T17:05:00Z'),
};

const reachable: RequestSummary = {
  ...request,
  seller: {
    ...request.seller,
    contact: {
      name: 'Frau Müller, Export',
      email: 'export-department@autohaus-krueger-und-soehne.example',
      phone: '+49 30 901820-17',
      postalAddress: 'Am Ring 1, 10115 Berlin',
    },
  },
};

const company: CompanyData = {
  name: 'Garagem Central do Porto, Lda.',
  vatNumber: 'PT509442013',
  address: { street: 'Rua de Santa Catarina 1284', postCode: '4000-447', city: 'Porto', country: 'PT' },
};

const addedAt = new Date('2026-11-24T09:12:00Z');
const fileOf = (id: string, type: DocumentType, fileName: string): UploadedFile => ({
  id,
  type,
  fileName,
  byteSize: 482_113,
  addedAt,
});

const documents: Documents = {
  requested: [
    {
      type: 'COC_EXTRACT',
      kinds: ['COC_EXTRACT'],
      isFulfilled: true,
      files: [
        {
          ...fileOf('f1', 'COC_EXTRACT', 'Certidão permanente.pdf'),
          preview: { width: 120, height: 160 },
          looksEmpty: true,
        },
      ],
    },
    { type: 'VAT_CERTIFICATE', kinds: ['VAT_CERTIFICATE'], isFulfilled: false, files: [] },
    {
      type: 'CONTACT_ID_CARD',
      kinds: ['CONTACT_ID_CARD', 'CONTACT_PASSPORT', 'CONTACT_DRIVING_LICENCE'],
      isFulfilled: true,
      files: [fileOf('f2', 'CONTACT_ID_CARD', `${'IMG_'.repeat(20)}.heic`)],
    },
    { type: 'AML_DECLARATION', kinds: ['AML_DECLARATION'], isFulfilled: false, files: [] },
  ],
  others: [fileOf('f3', 'ADDRESS_PROOF', 'fatura.jpg')],
};
const empty: Documents = { requested: [], others: [] };
const unfinished: readonly UnfinishedUpload[] = [
  {
    id: '0198f2a4-7c11-7b9a-9f3e-2f2f6b1a77d1',
    type: 'VAT_CERTIFICATE',
    fileName: 'certificado.pdf',
    byteSize: 15_000_000,
    receivedBytes: 4_200_000,
    begunAt: addedAt,
  },
  {
    id: '0198f2a4-7c11-7b9a-9f3e-2f2f6b1a77d2',
    type: 'VAT_CERTIFICATE',
    fileName: 'anexo.pdf',
    byteSize: 2_000_000,
    receivedBytes: 2_000_000,
    begunAt: addedAt,
  },
];
const full: Documents = {
  ...documents,
  others: Array.from({ length: 18 }, (_, index) => fileOf(`o${index}`, 'ADDRESS_PROOF', `page-${index}.jpg`)),
};
const REASON = 'O serviço de finanças ainda não enviou a certidão.\nContamos com ela em dezembro.';
const answered: Documents = {
  ...documents,
  requested: documents.requested.map((one) => (one.type === 'VAT_CERTIFICATE' ? { ...one, reason: REASON } : one)),
};
const again: Documents = {
  ...documents,
  requested: documents.requested.map((one) =>
    one.type === 'VAT_CERTIFICATE'
      ? { ...one, rejection: 'The certificate is of 2019.\nPlease send one of this year.' }
      : one,
  ),
};
const limits: FileLimits = { maxFiles: 20, maxBytes: MAX_FILE_BYTES };

const landing: LandingModel = {
  request,
  token: 'AbC-dEf_123',
  url: 'https://kyc.nt24.example/i/AbC-dEf_123',
  requestedDocuments: ['COC_EXTRACT', 'VAT_CERTIFICATE', 'CONTACT_ID_CARD', 'AML_DECLARATION'],
  message: 'Cara Ana,\nainda precisamos dos documentos abaixo.',
  messageLanguage: 'pt',
  isResumed: false,
};
const companyModel: CompanyModel = { request, company, answer: {}, origin: 'review' };
const documentsModel: DocumentsModel = { request, documents, limits, isDeclarationOn: true };
const review: ReviewModel = {
  request,
  company,
  answer: {},
  documents,
  needsTick: false,
  privacyNoticeVersion: '2026-11',
};
const disputed: CompanyAnswer = {
  isCorrect: false,
  remark: 'The house number is 1286.\nThe rest is right.',
  corrections: [
    { field: 'vatNumber', given: company.vatNumber, corrected: 'PT501964844' },
    { field: 'address.country', given: company.address.country, corrected: 'ES' },
  ],
};
const fieldsOfErrors: readonly CompanyFieldError[] = [
  { field: 'companyName', kind: 'too-long' },
  { field: 'vatNumber', kind: 'no-vat-number' },
  { field: 'address.city', kind: 'empty' },
];
const receipt: ReceiptModel = {
  request,
  reference: '7K3F9-QXM2T',
  submittedAt: addedAt,
  recipientEmail: 'ana@garagem.example',
  vatNumber: company.vatNumber,
  privacyNoticeVersion: '2026-11',
  answer: disputed,
  files: documents.requested.flatMap(({ files }) => files),
  redirectUrl: 'https://automarkt.example/orders/4711',
};
const report: ReportModel = {
  seller: request.seller,
  organizationName: request.organizationName,
  companyCountry: request.companyCountry,
  action: '/i/AbC-dEf_123/report',
  backUrl: '/i/AbC-dEf_123',
  answer: {},
};
const expired: ErrorPageModel = {
  kind: 'expired',
  sellerName: request.seller.name,
  expired: { askUrl: '/i/AbC-dEf_123/ask' },
};
const asked = (isContactTold: boolean): ErrorPageModel => ({
  ...expired,
  expired: { askUrl: '/i/AbC-dEf_123/ask', asked: { at: addedAt, country: 'PT', isContactTold } },
});
const fileErrors: readonly DocumentsErrorCode[] = [
  'file-missing',
  'file-empty',
  'file-too-large',
  'file-type',
  'file-name',
  'file-too-complex',
  'file-encrypted',
  'file-no-pages',
  'file-infected',
  'file-too-many-pixels',
  'file-unchecked',
  'file-damaged',
  'upload-incomplete',
];

const brand: PageBrand = {
  name: 'Krüger Automobile',
  isSellers: true,
  stylesheetUrl: stylesheetPath('#1f6fb5'),
  logo: { url: '/assets/brand/00000000000000000000000000000000.png', width: 440, height: 100 },
};

type Mend = <Model>(model: Model) => Model;

interface StatePages {
  readonly context: PageContext;
  readonly within: Parameters<typeof renderCompany>[1];
  /** Of who has sent his documents. */
  readonly afterwards: StatePages['within'];
  readonly mend: Mend;
  readonly sessionPath: ReturnType<typeof sessionPathOf>;
}

function companyStates(within: StatePages['within'], mend: Mend): Record<string, () => string> {
  const companyState = (model: CompanyModel) => renderCompany(mend(model), within);
  return {
    company: () => companyState(companyModel),
    companyCorrected: () => companyState({ ...companyModel, answer: disputed }),
    companyRemarkUnreadable: () =>
      companyState({ ...companyModel, answer: { isCorrect: false }, errors: ['remark-unreadable'] }),
    companyFieldsWrong: () =>
      companyState({
        ...companyModel,
        answer: { ...disputed, corrections: fieldsOfErrors.map(({ field }) => ({ field, given: '', corrected: 'x' })) },
        errors: fieldsOfErrors,
      }),
    companyRemarkTooLong: () => companyState({ ...companyModel, answer: disputed, errors: ['remark-too-long'] }),
  };
}

/** Where the seller has a contact. */
function contactStates({ context, within, mend, sessionPath }: StatePages): Record<string, () => string> {
  return {
    contactLanding: () => renderLanding(mend({ ...landing, request: reachable }), context),
    contactCompany: () => renderCompany(mend({ ...companyModel, request: reachable }), within),
    contactDeadEnd: () =>
      renderErrorPage(
        mend({ kind: 'revoked', sellerName: request.seller.name, contact: reachable.seller.contact }),
        context,
      ),
    contactAsked: () => renderErrorPage(mend({ ...asked(false), contact: reachable.seller.contact }), context),
    contactPrivacy: () =>
      renderPrivacyNotice(
        mend({ request: reachable, version: '2026-11', prospectDays: 180, backUrl: sessionPath('review') }),
        within,
      ),
  };
}

/** Where the buyer gave a reason in place of a document. */
function notSuppliedStates({ within, afterwards, mend }: StatePages): Record<string, () => string> {
  const page = (model: DocumentsModel) => renderDocuments(mend(model), within);
  return {
    documentsAnswered: () =>
      page({
        ...documentsModel,
        documents: answered,
        notice: { kind: 'answered', type: 'VAT_CERTIFICATE' },
      }),
    documentsAnswerRemoved: () =>
      page({ ...documentsModel, notice: { kind: 'answerRemoved', type: 'VAT_CERTIFICATE' } }),
    documentsReasonMissing: () =>
      page({ ...documentsModel, errors: [{ code: 'reason-missing', type: 'VAT_CERTIFICATE', words: '' }] }),
    documentsReasonTooLong: () =>
      page({
        ...documentsModel,
        errors: [{ code: 'reason-too-long', type: 'VAT_CERTIFICATE', words: REASON.repeat(8) }],
      }),
    reviewAnswered: () => renderReview(mend({ ...review, documents: answered }), within),
    receiptNotSupplied: () =>
      renderReceipt(mend({ ...receipt, notSupplied: [{ type: 'VAT_CERTIFICATE', reason: REASON }] }), afterwards),
  };
}

/** Where the seller has a brand. */
function brandedStates({ context, within, mend }: StatePages): Record<string, () => string> {
  const branded = { ...context, brand };
  const brandedWithin = { ...within, brand };
  return {
    brandedLanding: () => renderLanding(mend(landing), branded),
    brandedDocuments: () => renderDocuments(mend(documentsModel), brandedWithin),
    brandedReview: () => renderReview(mend(review), brandedWithin),
    brandedDeadEnd: () =>
      renderErrorPage(mend(expired), {
        ...branded,
        brand: { ...brand, isSellers: false, logo: undefined },
      }),
  };
}

/** Every state of every page by name, drawn when called. `mend` may change each model first, to plant hostile words in it. */
export function everyState(page: PageContext, mend: Mend = (model) => model): Readonly<Record<string, () => string>> {
  const context = mend(page);
  const sessionPath = sessionPathOf(SAMPLE_REF);
  const sessionEnd = { stayUrl: sessionPath('stay'), endsInSeconds: 1_800, idleMinutes: 30 };
  const within = mend({ ...page, signOutUrl: sessionPath('sign-out'), sessionEnd, sessionPath, country: 'PT' });
  const afterwards = { ...within, sessionEnd: undefined };
  const landingState = (model: LandingModel) => renderLanding(mend(model), context);
  const documentsState = (model: DocumentsModel) => renderDocuments(mend(model), within);
  const reviewState = (model: ReviewModel) => renderReview(mend(model), within);
  const states: Record<string, () => string> = {
    landing: () => landingState(landing),
    landingBare: () =>
      landingState({
        request: { ...request, organizationName: undefined },
        token: 't',
        url: 'https://kyc.nt24.example/i/t',
        requestedDocuments: [],
        isResumed: true,
      }),
    ...companyStates(within, mend),
    documents: () => documentsState({ ...documentsModel, notice: { kind: 'added', fileName: 'fatura.jpg' } }),
    documentsUnfinished: () => documentsState({ ...documentsModel, unfinished }),
    documentsAskedAgain: () => documentsState({ ...documentsModel, documents: again }),
    documentsAddedMany: () =>
      documentsState({ ...documentsModel, notice: { kind: 'added', fileName: 'a.pdf', count: 3 } }),
    documentsErrorMany: () =>
      documentsState({
        ...documentsModel,
        errors: [
          { code: 'file-name', type: 'VAT_CERTIFICATE', fileName: 'a.exe' },
          { code: 'file-empty', type: 'VAT_CERTIFICATE', fileName: 'b.pdf' },
        ],
      }),
    documentsEmpty: () => documentsState({ ...documentsModel, documents: empty }),
    documentsFull: () => documentsState({ ...documentsModel, documents: full, errors: [{ code: 'too-many-files' }] }),
    documentsTypeMissing: () => documentsState({ ...documentsModel, errors: [{ code: 'type-missing' }] }),
    documentsOtherError: () =>
      documentsState({ ...documentsModel, errors: [{ code: 'file-type', type: 'ADDRESS_PROOF' }] }),
    review: () => reviewState(review),
    reviewDisputed: () => reviewState({ ...review, answer: disputed, needsTick: true, errors: ['tick-missing'] }),
    reviewNoticeChanged: () => reviewState({ ...review, errors: ['notice-changed'] }),
    reviewEmpty: () =>
      reviewState({
        ...review,
        documents: empty,
        needsTick: true,
        errors: ['documents-missing', 'tick-missing'],
      }),
    receipt: () => renderReceipt(mend(receipt), afterwards),
    reviewUnfinished: () => reviewState({ ...review, unfinished, errors: ['files-unfinished'] }),
    privacy: () =>
      renderPrivacyNotice(
        mend({ request, version: '2026-11', prospectDays: 180, backUrl: sessionPath('review') }),
        within,
      ),
  };
  Object.assign(states, declarationStates({ request, company, within, mend }));
  Object.assign(states, plainStates({ model: documentsModel, review, receipt, within, afterwards, mend }));
  Object.assign(states, fileStates({ model: documentsModel, full, within, mend }));
  Object.assign(states, deviceStates({ request, documents: documentsModel, context, within, mend }));
  Object.assign(states, {
    signedOut: () => renderSignedOut(context),
    expiredCanAsk: () => renderErrorPage(mend(expired), context),
    expiredAskedTold: () => renderErrorPage(mend(asked(true)), context),
    expiredAskedNoted: () => renderErrorPage(mend(asked(false)), context),
    report: () => renderReport(mend(report), context),
    reportWrong: () =>
      renderReport(
        mend({ ...report, answer: { words: 'Too long.' }, errors: ['reason-missing', 'words-too-long'] }),
        context,
      ),
    reportDone: () => renderReport(mend({ ...report, backUrl: undefined, reportedAt: addedAt }), context),
  });
  const pages = { context, within, afterwards, mend, sessionPath };
  Object.assign(states, contactStates(pages), notSuppliedStates(pages), brandedStates(pages));
  const sample = { request: reachable, company, documents: documentsModel, review, receipt };
  Object.assign(states, prospectStates({ ...sample, ...pages }));
  for (const code of fileErrors) {
    const error: DocumentsError = { code, type: 'VAT_CERTIFICATE' };
    states[`documents:${code}`] = () => documentsState({ ...documentsModel, errors: [error] });
  }
  for (const kind of Object.keys(errorPageStatus) as ErrorPageKind[]) {
    states[`errorPage:${kind}`] = () => renderErrorPage({ kind }, context);
    states[`errorPage:${kind}:named`] = () => renderErrorPage(mend({ kind, sellerName: request.seller.name }), context);
  }
  return states;
}

export function renderEveryState(page: PageContext, mend?: Mend): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(everyState(page, mend)).map(([name, render]) => [name, render()]));
}
