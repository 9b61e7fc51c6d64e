import {
  type Api,
  MilestoneAlreadySet,
  PartnerPath,
  presentPage,
  ResourceExistsDifferentBody,
} from '../../../core/api/index.ts';
import { CapabilityRequired } from '../../../core/identity/index.ts';
import { MalformedRequest, NotFound } from '../../../platform/problems/problem-types.ts';
import { documentExample, FINDINGS_HEADER, FINDINGS_MEANING } from '../../kyc/documents/index.ts';
import { Buyer, BuyerBlocked, buyerExample, KycModeDowngrade } from '../../parties/buyers/index.ts';
import { convertProspect } from './convert-prospect.ts';
import { declineProspect } from './decline-prospect.ts';
import type { ProspectDeps } from './deps.ts';
import { eraseProspect } from './erase-prospect.ts';
import { getProspect } from './get-prospect.ts';
import { listProspectDocuments } from './list-prospect-documents.ts';
import { listProspects } from './list-prospects.ts';
import { readProspectDocumentContent } from './read-prospect-document-content.ts';
import {
  ConvertProspectBody,
  DeclineProspectBody,
  EraseProspectBody,
  ListProspectDocumentsQuery,
  ListProspectsQuery,
  Prospect,
  ProspectContentQuery,
  type ProspectDocument,
  ProspectDocumentPage,
  ProspectDocumentPath,
  ProspectErasureView,
  prospectExample,
  ProspectPage,
  ProspectPath,
} from './schemas.ts';

const prospects = '/v1/partners/:sellerId/prospects';
const prospect = `${prospects}/:prospectUuid`;
const common = { tag: 'Prospects', access: 'partner' } as const;
const PEOPLE =
  'With the capability allowContactPersonalData it says who they are, and each one that is shown is written to a log of readings that is kept 6 years; without it `contact`, and the address of a CONSUMER, are left out.';
const [file] = documentExample.files;
const documents: ProspectDocument[] = file
  ? [{ type: 'COC_EXTRACT', receivedAt: prospectExample.submittedAt, ...file }]
  : [];

/** What people have sent on PROSPECT links (contract 3.7). */
export function registerProspectRoutes(api: Api, deps: ProspectDeps): void {
  registerReads(api, deps);
  registerDocuments(api, deps);
  registerConversion(api, deps);
  registerEnds(api, deps);
}

function registerReads(api: Api, deps: ProspectDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: prospects,
      params: PartnerPath,
      operationId: 'listProspects',
      summary: 'List what people have sent on the PROSPECT links of a partner.',
      description: `Sort by submittedAt. They are SUBMITTED until somebody decides, and CONVERTED or DECLINED then. ${PEOPLE}`,
      rate: 'read',
      personalData: true,
      query: ListProspectsQuery,
      success: {
        200: {
          description: 'A page of prospects.',
          schema: ProspectPage,
          example: presentPage([prospectExample], 1, { page: 0, size: 20 }),
        },
      },
      problems: [],
    },
    (call) => listProspects(deps, call),
  );
  api.read(
    {
      ...common,
      method: 'GET',
      url: prospect,
      params: ProspectPath,
      operationId: 'getProspect',
      summary: 'Read one prospect, with what VIES says of its VAT number.',
      description: PEOPLE,
      rate: 'read',
      personalData: true,
      success: {
        200: {
          description: 'The prospect.',
          schema: Prospect,
          example: { ...prospectExample, viesResult: 'VALID', viesCheckedAt: '2026-12-02T09:30:04.000Z' },
        },
      },
      problems: [NotFound],
    },
    (call) => getProspect(deps, call),
  );
}

function registerDocuments(api: Api, deps: ProspectDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: `${prospect}/documents`,
      params: ProspectPath,
      operationId: 'listProspectDocuments',
      summary: 'List the files that came with a prospect, the newest first.',
      description:
        'At most 20. Of a CONVERTED one there are none: they are documents of the buyer. Those of a DECLINED one are removed.',
      rate: 'read',
      personalData: true,
      query: ListProspectDocumentsQuery,
      success: {
        200: {
          description: 'A page of files.',
          schema: ProspectDocumentPage,
          example: presentPage(documents, 1, { page: 0, size: 20 }),
        },
      },
      problems: [NotFound],
    },
    (call) => listProspectDocuments(deps, call),
  );
  api.read(
    {
      ...common,
      method: 'GET',
      url: `${prospect}/documents/:documentUuid/content`,
      params: ProspectDocumentPath,
      operationId: 'readProspectDocumentContent',
      summary: 'Download a file that came with a prospect.',
      description:
        'Needs the capability allowKycDocumentDownload. Gives the reviewCopy, or the original where it is asked for by `variant`. Every reading is written, with its variant, to a log that is kept 6 years.',
      rate: 'read',
      query: ProspectContentQuery,
      personalData: true,
      success: {
        200: {
          description: 'The file as an attachment.',
          headers: { [FINDINGS_HEADER]: FINDINGS_MEANING },
          files: ['application/pdf', 'image/jpeg', 'image/png', 'image/heic'],
        },
      },
      problems: [MalformedRequest, NotFound, CapabilityRequired],
    },
    (call, reply) => readProspectDocumentContent(deps, call, reply),
  );
}

function registerConversion(api: Api, deps: ProspectDeps): void {
  api.write(
    {
      ...common,
      method: 'POST',
      url: `${prospect}/convert`,
      params: ProspectPath,
      operationId: 'convertProspect',
      summary: 'Make a buyer of a COMPANY, or add its documents to the buyer who has its VAT number.',
      description:
        'Its contact becomes one of the buyer, its files ACTIVE documents of the buyer in the place of older ones of their types. Where the buyer has other data the answer is 409 with the buyer as `currentResource` and the prospect as `proposedResource`, unless `resolve` says whose counts; kycMode is compared as well. A CONSUMER is 422. MARKETPLACE_LED needs the capability allowMarketplaceLedKyc.',
      rate: 'write',
      body: ConvertProspectBody,
      bodyExample: { kycMode: 'NT24_LED' },
      success: {
        200: { description: 'Added to a buyer who was there.', schema: Buyer, example: buyerExample },
        201: { description: 'A new buyer.', schema: Buyer, example: buyerExample },
      },
      problems: [
        NotFound,
        CapabilityRequired,
        MilestoneAlreadySet,
        ResourceExistsDifferentBody,
        BuyerBlocked,
        KycModeDowngrade,
      ],
    },
    (call) => convertProspect(deps, call),
  );
}

function registerEnds(api: Api, deps: ProspectDeps): void {
  api.write(
    {
      ...common,
      method: 'POST',
      url: `${prospect}/decline`,
      params: ProspectPath,
      operationId: 'declineProspect',
      summary: 'Decide not to go on with a prospect.',
      description:
        'Its files are removed, and what is left of it goes after 30 days. The answer says nothing of people.',
      rate: 'write',
      body: DeclineProspectBody,
      bodyExample: { reason: 'No business in this country.', notify: true },
      success: {
        200: {
          description: 'Declined.',
          schema: Prospect,
          example: declinedExample(),
        },
      },
      problems: [NotFound, MilestoneAlreadySet],
    },
    (call) => declineProspect(deps, call),
  );
  api.write(
    {
      ...common,
      method: 'POST',
      url: `${prospect}/erase`,
      params: ProspectPath,
      operationId: 'eraseProspect',
      summary: 'Remove a prospect for good.',
      description:
        'Its data, its files and the proof of its address go at once, in whatever state it is; the bytes of files within hours. A buyer that it has become stays, and has an erasure of its own. Doing it again is 404.',
      rate: 'write',
      body: EraseProspectBody,
      bodyExample: { reason: 'Asked for by letter of 28 November.' },
      success: {
        200: {
          description: 'Erased.',
          schema: ProspectErasureView,
          example: { erasedAt: '2026-12-03T08:00:00.000Z' },
        },
      },
      problems: [NotFound],
    },
    (call) => eraseProspect(deps, call),
  );
}

function declinedExample(): Prospect {
  const { contact: _, ...shown } = prospectExample;
  return {
    ...shown,
    status: 'DECLINED',
    decidedAt: '2026-12-03T08:00:00.000Z',
    declineReason: 'No business in this country.',
  };
}
