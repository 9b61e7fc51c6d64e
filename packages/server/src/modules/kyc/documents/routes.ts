import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { type Api, presentPage } from '../../../core/api/index.ts';
import { BuyerErased, BuyerPath } from '../../parties/buyers/index.ts';
import type { Asker, StoredFile } from '../../files/index.ts';
import { type DocumentDeps, FINDINGS_HEADER, FINDINGS_MEANING, readDocumentContent } from './read-document-content.ts';
import { recordInfected } from './record-infected.ts';
import { FORM_LIMITS, receiveDocumentForm } from './receive-document-form.ts';
import { listDocuments } from './list-documents.ts';
import {
  documentExample,
  DocumentContentQuery,
  DocumentPath,
  KycDocument,
  KycDocumentPage,
  ListDocumentsQuery,
  PatchDocumentBody,
  UploadDocumentBody,
  UploadDocumentForm,
  EndDocumentBody,
} from './schemas.ts';
import { patchDocument } from './patch-document.ts';
import { withdrawDocument } from './withdraw-document.ts';
import { DocumentNotActive } from './problems.ts';
import { uploadDocument } from './upload-document.ts';
import { goneSignal } from '../../../platform/http/gone-signal.ts';
import { MalformedRequest, NotFound } from '../../../platform/problems/problem-types.ts';
import { CapabilityRequired } from '../../../core/identity/index.ts';

const kyc = '/v1/partners/:sellerId/buyers/:buyerId/kyc';
const documents = `${kyc}/documents`;
const common = { tag: 'KYC', access: 'partner' } as const;

/** The documents of the buyer's KYC file (contract 5). */
export async function registerDocumentRoutes(api: Api, deps: DocumentDeps): Promise<void> {
  registerList(api, deps);
  registerContent(api, deps);
  registerPatch(api, deps);
  registerWithdrawal(api, deps);
  // Only here is multipart/form-data a body; every other route answers 415 to it.
  await api.encapsulate(async (inner, scope) => {
    await scope.register(multipart, { limits: FORM_LIMITS, throwFileSizeLimit: false });
    registerUpload(inner, deps);
  });
}

function registerUpload(api: Api, deps: DocumentDeps): void {
  api.upload(
    {
      ...common,
      method: 'POST',
      url: documents,
      params: BuyerPath,
      operationId: 'uploadDocument',
      summary: 'Add a document to the KYC file of a buyer.',
      description:
        'One document per type is ACTIVE; a newer one makes the older SUPERSEDED. `expiresOn` may be said later, too (`patchDocument`). What is compared under an Idempotency-Key: the fields, the file name and the SHA-256 of the file. The file is judged before the answer: one of a wrong type is 415; one that no reader opens, that needs a password to open, has no page (an XFA form that is made when it is opened has none), is infected, too large a picture or too complex is 422 on the field `file`; what else a PDF carries (scripts, attachments, signatures) is told in the facts of the file, and left out of its `reviewCopy`; while the virus scanner is away, or too many files wait to be judged, the answer is 503 `unavailable`.',
      rate: 'write',
      form: UploadDocumentForm,
      body: UploadDocumentBody,
      success: { 201: { description: 'Stored.', schema: KycDocument, example: documentExample } },
      problems: [NotFound, BuyerErased],
    },
    (call, stored: StoredFile | undefined) => uploadDocument(deps, call, stored),
    (request) =>
      receiveDocumentForm(
        {
          files: deps.files,
          asker: askerOf(request),
          onInfected: (type) => recordInfected(deps.db, request, type),
        },
        request,
      ),
  );
}

function askerOf(request: FastifyRequest): Asker {
  const { organizationId: organization = '', clientId: client = '' } = request.actor ?? {};
  return { sender: { organization, client }, signal: goneSignal(request) };
}

function registerList(api: Api, deps: DocumentDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: documents,
      params: BuyerPath,
      operationId: 'listDocuments',
      summary: 'List the KYC documents of a buyer, the superseded ones included.',
      description:
        'Sort by createdAt. A VERIFICATION_REPORT is the report on an identity verification, fetched from the provider when it has ended: nobody can upload or request one, it counts for nothing, and rejecting or withdrawing it is 400 malformed-request.',
      personalData: true,
      rate: 'read',
      query: ListDocumentsQuery,
      success: {
        200: {
          description: 'A page of documents.',
          schema: KycDocumentPage,
          example: presentPage([documentExample], 1, { page: 0, size: 20 }),
        },
      },
      problems: [NotFound],
    },
    (call) => listDocuments(deps, call),
  );
}

function registerPatch(api: Api, deps: DocumentDeps): void {
  const example = { ...documentExample, type: 'CONTACT_PASSPORT', expiresOn: '2031-03-14' };
  api.write(
    {
      ...common,
      method: 'PATCH',
      url: `${documents}/:documentUuid`,
      params: DocumentPath,
      operationId: 'patchDocument',
      summary: 'Say until when an ACTIVE identity document is valid.',
      description:
        'Only `expiresOn` can be changed; other members may repeat their present values. 30 days before that day the contact of the seller is mailed once. A document that has expired stays ACTIVE, and counts.',
      rate: 'write',
      body: PatchDocumentBody,
      bodyExample: { expiresOn: example.expiresOn },
      success: { 200: { description: 'The document as it stands now.', schema: KycDocument, example } },
      problems: [NotFound, DocumentNotActive, BuyerErased],
    },
    (call) => patchDocument(deps, call),
  );
}

function registerWithdrawal(api: Api, deps: DocumentDeps): void {
  api.write(
    {
      ...common,
      method: 'POST',
      url: `${documents}/:documentUuid/withdraw`,
      params: DocumentPath,
      operationId: 'withdrawDocument',
      summary: 'Take an ACTIVE document back: it counts no more.',
      description: 'It stays in the file, with the reason. `documentsComplete` follows. The buyer is told nothing.',
      rate: 'write',
      body: EndDocumentBody,
      bodyExample: { reason: 'Uploaded to the wrong buyer.' },
      success: {
        200: {
          description: 'Withdrawn.',
          schema: KycDocument,
          example: {
            ...documentExample,
            status: 'WITHDRAWN',
            withdrawnAt: '2026-11-03T08:00:00.000Z',
            reason: 'Uploaded to the wrong buyer.',
          },
        },
      },
      problems: [NotFound, DocumentNotActive, BuyerErased],
    },
    (call) => withdrawDocument(deps, call),
  );
}

function registerContent(api: Api, deps: DocumentDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: `${documents}/:documentUuid/content`,
      params: DocumentPath,
      operationId: 'readDocumentContent',
      summary: 'Download a file of a KYC document.',
      description:
        'Needs the capability allowKycDocumentDownload. Gives the reviewCopy, or the original where it is asked for by `variant`. Every reading is written, with its variant, to a log that is kept 6 years.',
      rate: 'read',
      query: DocumentContentQuery,
      personalData: true,
      success: {
        200: {
          description: 'The file as an attachment.',
          headers: {
            [FINDINGS_HEADER]: FINDINGS_MEANING,
          },
          files: ['application/pdf', 'image/jpeg', 'image/png', 'image/heic'],
        },
      },
      problems: [MalformedRequest, NotFound, CapabilityRequired],
    },
    (call, reply) => readDocumentContent(deps, call, reply),
  );
}
