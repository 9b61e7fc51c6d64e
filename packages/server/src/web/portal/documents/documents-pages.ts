import { createHash } from 'node:crypto';
import {
  listDraftFiles,
  listRejections,
  MAX_DRAFT_FILES,
  MAX_FILE_BYTES,
} from '../../../modules/kyc/documents/index.ts';
import { correctedField, draftDocuments, requestSummary } from '../page-models.ts';
import { deviceUrlOf } from '../device/device-link.ts';
import type { DeviceOffer } from '../device/device-offer.ts';
import type { PortalDeps } from '../portal-deps.ts';
import type { Documents, DocumentsError, DocumentsModel, UploadedFile } from './documents-model.ts';
import { documentsMessage } from './documents-message.ts';
import { renderDocumentParts, renderDocuments } from './documents-page.ts';
import type { Visit, VisitAnswer } from '../session/visits.ts';
import { type LinkState, listNotSupplied } from '../../../modules/self-service/submissions/index.ts';

const LIMITS = { maxFiles: MAX_DRAFT_FILES, maxBytes: MAX_FILE_BYTES };
const STATUS_OF_ERROR: Readonly<Partial<Record<DocumentsError['code'], number>>> = {
  'file-too-large': 413,
  'file-type': 415,
  'file-name': 415,
  'file-unchecked': 503,
};

/** By the address of the page. */
interface AskedFor {
  /** The id of a file that the visitor comes back from looking at. */
  readonly looked?: unknown;
  /** The code by which a phone joins. */
  readonly isCodeAskedFor?: boolean;
}

/** The page of the documents, and what the script takes of it. */
export interface DocumentsPages {
  page(visit: Visit, errors?: readonly DocumentsError[], asked?: AskedFor): Promise<VisitAnswer>;
  /** The parts that change when files come and go, for the script to put in place. */
  parts(visit: Visit): Promise<string>;
  /** An entity tag of the parts: another one where anything came, went, or is on its way. */
  versionOf(visit: Visit<LinkState>): Promise<string>;
  /** The words for an error, as the form shows them. */
  message(visit: Visit, error: DocumentsError): Promise<string>;
  statusOf(error: DocumentsError): number;
}

export function createDocumentsPages(deps: PortalDeps): DocumentsPages {
  const { db, uploads, completeDocuments, links, clock } = deps;

  /** All that the cards show and that can change. */
  async function draftOf(link: LinkState) {
    const [files, notSupplied, unfinished, rejections] = await Promise.all([
      listDraftFiles(db, link.id),
      listNotSupplied(deps, link.id),
      uploads.listUnfinished(link),
      link.buyer_id === null ? [] : listRejections(db, { sellerId: link.seller_id, buyerId: link.buyer_id }),
    ]);
    return { files, notSupplied, unfinished, rejections };
  }

  async function modelOf({ link }: Visit): Promise<DocumentsModel> {
    const { unfinished, ...draft } = await draftOf(link);
    const documents = draftDocuments(link, draft, completeDocuments);
    return {
      request: requestSummary(link),
      correctedCountry: correctedField(link, 'address.country'),
      documents,
      unfinished,
      limits: LIMITS,
      isDeclarationOn: link.is_declaration_on,
    };
  }

  function deviceOffer(visit: Visit, isCodeAskedFor: boolean): DeviceOffer | undefined {
    if (visit.session.deviceId !== undefined) return undefined;
    return isCodeAskedFor ? { url: deviceUrlOf(links, visit, Math.floor(clock.now().getTime() / 1000)) } : {};
  }

  const statusOf = ({ code }: DocumentsError): number => STATUS_OF_ERROR[code] ?? 422;

  return {
    async page(visit, errors = [], { looked, isCodeAskedFor = false } = {}) {
      const notice = errors.length > 0 ? undefined : visit.session.notice;
      const device = deviceOffer(visit, isCodeAskedFor);
      const read = await modelOf(visit);
      const model = { ...read, documents: withFocus(read.documents, looked), errors, notice, device };
      const status = errors[0] ? statusOf(errors[0]) : 200;
      const retryAfterSeconds = errors[0]?.retryAfterSeconds;
      return {
        status,
        ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
        page: (context) => renderDocuments(model, context),
      };
    },
    parts: async (visit) => {
      const { sessionPath, session, link } = visit;
      return renderDocumentParts(await modelOf(visit), {
        language: session.language,
        sessionPath,
        country: link.country,
      });
    },
    async versionOf({ link }) {
      const draft = JSON.stringify(await draftOf(link));
      return `"${createHash('sha256').update(draft).digest('base64url')}"`;
    },
    message: async (visit, error) => documentsMessage(error, await modelOf(visit), visit.session.language).text,
    statusOf,
  };
}

function withFocus({ requested, others }: Documents, looked: unknown): Documents {
  const mark = (file: UploadedFile): UploadedFile => ({ ...file, isInFocus: file.id === looked });
  return { requested: requested.map((one) => ({ ...one, files: one.files.map(mark) })), others: others.map(mark) };
}
