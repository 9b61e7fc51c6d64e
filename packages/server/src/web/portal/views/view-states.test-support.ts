import { deadEndStatus, renderCompany, renderDeadEnd, renderDocuments, renderLanding } from './index.ts';
import { renderPrivacyNotice, renderReceipt, renderReport, renderReview } from './index.ts';
import { stylesheetPath } from '../../../modules/parties/brand/index.ts';
import { MAX_FILE_BYTES } from '../../../modules/kyc/documents/index.ts';
import type * as V from './index.ts';

const request: V.RequestSummary = {
  seller: { name: 'Autohaus Krüger & Söhne GmbH', country: 'DE' },
  organizationName: 'AutoMarkt Europe',
  companyName: 'Garagem Central do Porto, Lda.',
  expiresAt: new Date('2026-12-22T17:05:00Z'),
};

const company: V.CompanyData = {
  name: 'Garagem Central do Porto, Lda.',
  vatNumber: 'PT509442013',
  address: { street: 'Rua de Santa Catarina 1284', postCode: '4000-447', city: 'Porto', country: 'PT' },
};

const addedAt = new Date('2026-11-24T09:12:00Z');
const fileOf = (id: string, type: V.DocumentType, fileName: string): V.UploadedFile => ({
  id,
  type,
  fileName,
  byteSize: 482_113,
  addedAt,
});

const documents: V.Documents = {
  requested: [
    {
      type: 'COC_EXTRACT',
      isFulfilled: true,
      files: [{ ...fileOf('f1', 'COC_EXTRACT', 'Certidão permanente.pdf'), preview: { width: 120, height: 160 } }],
    },
    { type: 'VAT_CERTIFICATE', isFulfilled: false, files: [] },
    {
      type: 'CONTACT_ID_CARD',
      isFulfilled: true,
      files: [fileOf('f2', 'CONTACT_ID_CARD', `${'IMG_'.repeat(20)}.heic`)],
    },
    { type: 'AML_DECLARATION', isFulfilled: false, files: [] },
  ],
  others: [fileOf('f3', 'ADDRESS_PROOF', 'fatura.jpg')],
};
const empty: V.Documents = { requested: [], others: [] };
const unfinished: readonly V.UnfinishedUpload[] = [
  {
    id: '0198f2a4-7c11-7b9a-9f3e-2f2f6b1a77d1',
    type: 'VAT_CERTIFICATE',
    fileName: 'certificado.pdf',
    byteSize: 15_000_000,
    receivedBytes: 4_200_000,
  },
  {
    id: '0198f2a4-7c11-7b9a-9f3e-2f2f6b1a77d2',
    type: 'VAT_CERTIFICATE',
    fileName: 'anexo.pdf',
    byteSize: 2_000_000,
    receivedBytes: 2_000_000,
  },
];
const full: V.Documents = {
  ...documents,
  others: Array.from({ length: 18 }, (_, index) => fileOf(`o${index}`, 'ADDRESS_PROOF', `page-${index}.jpg`)),
};
const limits: V.FileLimits = { maxFiles: 20, maxBytes: MAX_FILE_BYTES };

const landing: V.LandingModel = {
  request,
  token: 'AbC-dEf_123',
  url: 'https://kyc.nt24.example/i/AbC-dEf_123',
  requestedDocuments: ['COC_EXTRACT', 'VAT_CERTIFICATE', 'CONTACT_ID_CARD', 'AML_DECLARATION'],
  message: 'Cara Ana,\nainda precisamos dos documentos abaixo.',
  messageLanguage: 'pt',
  isResumed: false,
};
const companyModel: V.CompanyModel = { request, company, answer: {} };
const documentsModel: V.DocumentsModel = { request, documents, limits };
const review: V.ReviewModel = {
  request,
  company,
  answer: { isCorrect: true },
  documents,
  privacyNoticeVersion: '2026-11',
};
const disputed: V.CompanyAnswer = { isCorrect: false, remark: 'The house number is 1286.\nThe rest is right.' };
const receipt: V.ReceiptModel = {
  request,
  reference: '0198f2a4-7c11-7b9a-9f3e-2f2f6b1a77d0',
  submittedAt: addedAt,
  recipientEmail: 'ana@garagem.example',
  vatNumber: company.vatNumber,
  privacyNoticeVersion: '2026-11',
  answer: disputed,
  files: documents.requested.flatMap(({ files }) => files),
  redirectUrl: 'https://automarkt.example/orders/4711',
};
const report: V.ReportModel = {
  seller: request.seller,
  organizationName: request.organizationName,
  action: '/i/AbC-dEf_123/report',
  backUrl: '/i/AbC-dEf_123',
  answer: {},
};
const expired: V.DeadEndModel = {
  kind: 'expired',
  sellerName: request.seller.name,
  expired: { askUrl: '/i/AbC-dEf_123/ask' },
};
const asked = (isContactTold: boolean): V.DeadEndModel => ({
  ...expired,
  expired: { askUrl: '/i/AbC-dEf_123/ask', asked: { at: addedAt, isContactTold } },
});
const fileErrors: readonly V.DocumentsErrorCode[] = [
  'file-missing',
  'file-empty',
  'file-too-large',
  'file-type',
  'file-unsafe',
  'file-encrypted',
  'file-active-content',
  'file-infected',
  'file-too-many-pixels',
  'scanner-unavailable',
  'file-damaged',
  'upload-incomplete',
];

const brand: V.PageBrand = {
  name: 'Krüger Automobile',
  isSellers: true,
  stylesheetUrl: stylesheetPath('#1f6fb5'),
  logo: { url: '/assets/brand/00000000000000000000000000000000.png', width: 440, height: 100 },
};

type Mend = <Model>(model: Model) => Model;

/** Every state of every page by name. `mend` may change each model first, to plant hostile words in it. */
export function renderEveryState(page: V.PageContext, mend: Mend = (model) => model): Readonly<Record<string, string>> {
  const context = mend(page);
  const landingState = (model: V.LandingModel) => renderLanding(mend(model), context);
  const companyState = (model: V.CompanyModel) => renderCompany(mend(model), context);
  const documentsState = (model: V.DocumentsModel) => renderDocuments(mend(model), context);
  const reviewState = (model: V.ReviewModel) => renderReview(mend(model), context);
  const states: Record<string, string> = {
    landing: landingState(landing),
    landingBare: landingState({
      request: { ...request, organizationName: undefined },
      token: 't',
      url: 'https://kyc.nt24.example/i/t',
      requestedDocuments: [],
      isResumed: true,
    }),
    company: companyState(companyModel),
    companyChoiceMissing: companyState({ ...companyModel, errors: ['choice-missing'] }),
    companyRemarkMissing: companyState({ ...companyModel, answer: { isCorrect: false }, errors: ['remark-missing'] }),
    companyRemarkTooLong: companyState({ ...companyModel, answer: disputed, errors: ['remark-too-long'] }),
    documents: documentsState({ ...documentsModel, notice: { kind: 'added', fileName: 'fatura.jpg' } }),
    documentsRemoved: documentsState({ ...documentsModel, notice: { kind: 'removed', fileName: 'fatura.jpg' } }),
    documentsUnfinished: documentsState({ ...documentsModel, unfinished }),
    documentsAddedMany: documentsState({ ...documentsModel, notice: { kind: 'added', fileName: 'a.pdf', count: 3 } }),
    documentsErrorMany: documentsState({
      ...documentsModel,
      errors: [
        { code: 'file-type', type: 'VAT_CERTIFICATE', fileName: 'a.exe' },
        { code: 'file-empty', type: 'VAT_CERTIFICATE', fileName: 'b.pdf' },
      ],
    }),
    documentsEmpty: documentsState({ ...documentsModel, documents: empty }),
    documentsFull: documentsState({ ...documentsModel, documents: full, errors: [{ code: 'too-many-files' }] }),
    documentsTypeMissing: documentsState({ ...documentsModel, errors: [{ code: 'type-missing' }] }),
    documentsOtherError: documentsState({ ...documentsModel, errors: [{ code: 'file-type', type: 'ADDRESS_PROOF' }] }),
    review: reviewState(review),
    reviewDisputed: reviewState({ ...review, answer: disputed, errors: ['consent-missing'] }),
    reviewEmpty: reviewState({
      ...review,
      answer: {},
      documents: empty,
      errors: ['company-unanswered', 'documents-missing', 'consent-missing'],
    }),
    receipt: renderReceipt(mend(receipt), context),
    privacy: renderPrivacyNotice(mend({ request, version: '2026-11', backUrl: '/kyc/review' }), context),
  };
  Object.assign(states, {
    expiredCanAsk: renderDeadEnd(mend(expired), context),
    expiredAskedTold: renderDeadEnd(mend(asked(true)), context),
    expiredAskedNoted: renderDeadEnd(mend(asked(false)), context),
    report: renderReport(mend(report), context),
    reportWrong: renderReport(
      mend({ ...report, answer: { words: 'Too long.' }, errors: ['reason-missing', 'words-too-long'] }),
      context,
    ),
    reportDone: renderReport(mend({ ...report, backUrl: undefined, reportedAt: addedAt }), context),
  });
  const branded = { ...context, brand };
  Object.assign(states, {
    brandedLanding: renderLanding(mend(landing), branded),
    brandedDocuments: renderDocuments(mend(documentsModel), branded),
    brandedReview: renderReview(mend(review), branded),
    brandedDeadEnd: renderDeadEnd(mend(expired), {
      ...branded,
      brand: { ...brand, isSellers: false, logo: undefined },
    }),
  });
  for (const code of fileErrors) {
    const error: V.DocumentsError = { code, type: 'VAT_CERTIFICATE' };
    states[`documents:${code}`] = documentsState({ ...documentsModel, errors: [error] });
  }
  for (const kind of Object.keys(deadEndStatus) as V.DeadEndKind[]) {
    states[`deadEnd:${kind}`] = renderDeadEnd({ kind }, context);
    states[`deadEnd:${kind}:named`] = renderDeadEnd(mend({ kind, sellerName: request.seller.name }), context);
  }
  return states;
}
