import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { isUuid } from '../../../platform/ids.ts';
import { type Api, presentPage, windowOf } from '../../../core/api/index.ts';
import type { StoredFile } from '../../files/index.ts';
import { kycBuyerNotFound, presentDocument } from './document.ts';
import { type ContentParts, readDocumentContent } from './read-document-content.ts';
import { FORM_LIMITS, receiveDocumentForm } from './receive-document-form.ts';
import { recordInfected } from './record-infected.ts';
import { listDocuments } from './repository.ts';
import {
  documentExample,
  DocumentContentQuery,
  KycDocument,
  KycDocumentPage,
  ListDocumentsQuery,
  UploadDocumentBody,
  UploadDocumentForm,
} from './schemas.ts';
import { uploadDocument } from './upload-document.ts';

const kyc = '/v1/partners/:sellerId/buyers/:buyerId/kyc';
const documents = `${kyc}/documents`;
const common = { tag: 'KYC', access: 'partner' } as const;

/** The documents of the buyer's KYC file (contract 5). */
export async function registerDocumentRoutes(app: FastifyInstance, api: Api, parts: ContentParts): Promise<void> {
  registerList(api, parts);
  registerContent(api, parts);
  // Only here is multipart/form-data a body; every other route answers 415 to it.
  await app.register(async (scope) => {
    await scope.register(multipart, { limits: FORM_LIMITS, throwFileSizeLimit: false });
    registerUpload(api.within(scope), parts);
  });
}

function registerUpload(api: Api, { db, files }: ContentParts): void {
  api.upload(
    {
      ...common,
      method: 'POST',
      url: documents,
      operationId: 'uploadDocument',
      summary: 'Add a document to the KYC file of a buyer.',
      description:
        'One document per type is ACTIVE; a newer one makes the older SUPERSEDED. What is compared under an Idempotency-Key: the fields, the file name and the SHA-256 of the file. The file is judged before the answer: one of a wrong type is 415; one that is damaged, encrypted, infected, too large a picture or a PDF with active content (scripts, embedded files, actions) is 422 on the field `file`; while the virus scanner is away the answer is 503 `unavailable`.',
      rate: 'write',
      form: UploadDocumentForm,
      body: UploadDocumentBody,
      success: { 201: { description: 'Stored.', schema: KycDocument, example: documentExample } },
      problems: ['not-found'],
    },
    (call, stored: StoredFile | undefined) => uploadDocument(db, call, stored),
    (request) => receiveDocumentForm({ files, onInfected: (type) => recordInfected(db, request, type) }, request),
  );
}

function registerList(api: Api, { db }: ContentParts): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: documents,
      operationId: 'listDocuments',
      summary: 'List the KYC documents of a buyer, the superseded ones included.',
      description: 'Sort by createdAt.',
      rate: 'read',
      query: ListDocumentsQuery,
      success: {
        200: {
          description: 'A page of documents.',
          schema: KycDocumentPage,
          example: presentPage([documentExample], 1, { page: 0, size: 20 }),
        },
      },
      problems: ['not-found'],
    },
    async ({ params, query }) => {
      const { sellerId = '', buyerId = '' } = params;
      const found = isUuid(buyerId) ? await listDocuments(db, { sellerId, buyerId }, query) : undefined;
      if (!found) throw kycBuyerNotFound();
      return { status: 200, body: presentPage(found.rows.map(presentDocument), found.total, windowOf(query)) };
    },
  );
}

function registerContent(api: Api, parts: ContentParts): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: `${documents}/:documentUuid/content`,
      operationId: 'readDocumentContent',
      summary: 'Download a file of a KYC document.',
      description:
        'Needs the capability allowKycDocumentDownload. Every reading is written to a log that is kept 6 years.',
      rate: 'read',
      query: DocumentContentQuery,
      requestHeaders: {
        'X-Purpose': {
          description: 'Why the file is read, for the log; at most 200 printable ASCII characters.',
          required: false,
        },
      },
      success: {
        200: {
          description: 'The file as an attachment: as it was received, or its reviewCopy where it has one.',
          files: ['application/pdf', 'image/jpeg', 'image/png', 'image/heic'],
        },
      },
      problems: ['malformed-request', 'not-found', 'capability-required'],
    },
    (call, reply) => readDocumentContent(parts, call, reply),
  );
}
