import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { type Api, presentPage } from '../../../core/api/index.ts';
import { BuyerPath } from '../../parties/buyers/index.ts';
import type { Asker, StoredFile } from '../../files/index.ts';
import { type DocumentDeps, FINDINGS_HEADER, readDocumentContent } from './read-document-content.ts';
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
  UploadDocumentBody,
  UploadDocumentForm,
} from './schemas.ts';
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
        'One document per type is ACTIVE; a newer one makes the older SUPERSEDED. What is compared under an Idempotency-Key: the fields, the file name and the SHA-256 of the file. The file is judged before the answer: one of a wrong type is 415; one that no reader opens, that needs a password to open, has no page (an XFA form that is made when it is opened has none), is infected, too large a picture or too complex is 422 on the field `file`; what else a PDF carries (scripts, attachments, signatures) is told in the facts of the file, and left out of its `reviewCopy`; while the virus scanner is away, or too many files wait to be judged, the answer is 503 `unavailable`.',
      rate: 'write',
      form: UploadDocumentForm,
      body: UploadDocumentBody,
      success: { 201: { description: 'Stored.', schema: KycDocument, example: documentExample } },
      problems: [NotFound],
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
      description: 'Sort by createdAt.',
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
            [FINDINGS_HEADER]:
              'With `variant=original` only: what is in the file beside its pages or its picture, of `active-content`, `signed` and `encrypted`, separated by commas; `none`; or `unknown` where the file came before that was looked for.',
          },
          files: ['application/pdf', 'image/jpeg', 'image/png', 'image/heic'],
        },
      },
      problems: [MalformedRequest, NotFound, CapabilityRequired],
    },
    (call, reply) => readDocumentContent(deps, call, reply),
  );
}
