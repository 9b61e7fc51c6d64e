import Type, { type Static } from 'typebox';
import { pageOf, pageQuery, pathOf, sortQuery, Uuid } from '../../../core/api/index.ts';
import { BuyerPath } from '../../parties/buyers/index.ts';
import { DOCUMENT_TYPES, FILED_TYPES } from './document-types.ts';
import { MAX_DRAFT_FILES } from './limits.ts';

const Instant = Type.String({ format: 'date-time' });
const DocumentDate = Type.String({ format: 'date', description: 'YYYY-MM-DD, from 1900 to tomorrow (UTC).' });
const expiresOn = {
  format: 'date',
  description:
    'YYYY-MM-DD, the last day on which the document is valid: today (UTC) or later. Of types CONTACT_* only.',
};
const ExpiresOn = Type.String(expiresOn);
export const DocumentTypeName = Type.Enum([...DOCUMENT_TYPES], { type: 'string', title: 'DocumentType' });
const FiledTypeName = Type.Enum([...FILED_TYPES], { type: 'string', title: 'FiledDocumentType' });
const DocumentStatus = Type.Enum(['ACTIVE', 'SUPERSEDED', 'REJECTED', 'WITHDRAWN'], {
  type: 'string',
  title: 'DocumentStatus',
});
const EndReason = Type.String({
  format: 'visible-text',
  minLength: 1,
  maxLength: 500,
  description: 'Holds a visible character.',
});

/** `.../kyc/documents/:documentUuid`. */
export const DocumentPath = pathOf('document', { ...BuyerPath.properties, documentUuid: Uuid });
export type DocumentPath = Static<typeof DocumentPath>;

/** The form as it goes over the wire. */
export const UploadDocumentForm = Type.Object(
  {
    type: DocumentTypeName,
    documentDate: DocumentDate,
    expiresOn: Type.Optional(ExpiresOn),
    file: Type.String({
      format: 'binary',
      description:
        'PDF, JPEG, PNG or HEIC, judged by content; at most 20 MB (20,971,520 bytes), pictures at most 50 megapixels and 20,000 pixels on a side.',
    }),
  },
  { title: 'UploadDocumentForm' },
);

/** The form as it was read: the file is stored, and stands here by what it is. */
export const UploadDocumentBody = Type.Object(
  {
    type: DocumentTypeName,
    documentDate: DocumentDate,
    expiresOn: Type.Optional(ExpiresOn),
    file: Type.Object({ fileName: Type.String(), sha256: Type.String(), byteSize: Type.Integer() }),
  },
  { additionalProperties: false },
);
export type UploadDocumentBody = Static<typeof UploadDocumentBody>;

/** Why a document is rejected or withdrawn. */
export const EndDocumentBody = Type.Object(
  { reason: EndReason },
  { additionalProperties: false, title: 'EndDocumentBody' },
);
export type EndDocumentBody = Static<typeof EndDocumentBody>;

/** What a list of documents can be sorted by. */
export const DOCUMENT_SORTS = ['createdAt'] as const;

export const ListDocumentsQuery = Type.Object(
  {
    ...pageQuery,
    ...sortQuery(DOCUMENT_SORTS),
    type: Type.Optional(FiledTypeName),
    status: Type.Optional(DocumentStatus),
  },
  { additionalProperties: false },
);
export type ListDocumentsQuery = Static<typeof ListDocumentsQuery>;

export const ContentVariant = Type.Enum(['review', 'original'], {
  title: 'ContentVariant',
  type: 'string',
  description:
    'review (default): the reviewCopy, which holds pages or a picture and nothing else. original: the file byte for byte as it was received, with whatever is in it.',
});
export type ContentVariant = Static<typeof ContentVariant>;

export const DocumentContentQuery = Type.Object(
  {
    file: Type.Optional(Type.String({ format: 'uuid', description: 'One of the files; default: the first.' })),
    variant: Type.Optional(ContentVariant),
  },
  { additionalProperties: false },
);
export type DocumentContentQuery = Static<typeof DocumentContentQuery>;

export const DocumentFile = Type.Object(
  {
    uuid: Uuid,
    fileName: Type.String(),
    mediaType: Type.String(),
    byteSize: Type.Integer(),
    sha256: Type.String({ description: 'Of the file as received, hexadecimal.' }),
    scan: Type.Enum(['CLEAN', 'UNSCANNED'], {
      type: 'string',
      title: 'ScanResult',
      description: 'CLEAN: the virus scanner found nothing. UNSCANNED: none was configured when the file came.',
    }),
    activeContent: Type.Optional(
      Type.Boolean({
        description:
          'The file as received holds scripts, actions, attached files, links that start programs or an XFA form; its reviewCopy does not. This and the next two are left out for files that came before they were looked for.',
      }),
    ),
    signed: Type.Optional(
      Type.Boolean({ description: 'The file as received carries a digital signature. It is not verified.' }),
    ),
    encrypted: Type.Optional(
      Type.Boolean({
        description: 'The file as received is encrypted, though it opens without a password; its reviewCopy is not.',
      }),
    ),
    reviewCopy: Type.Optional(
      Type.Object(
        { fileName: Type.String(), mediaType: Type.String(), byteSize: Type.Integer() },
        {
          title: 'ReviewCopy',
          description:
            'What the content is downloaded as. Of a PDF its pages, with annotations and fields drawn into them, and nothing else; of an image its pixels encoded anew, without metadata (place, camera, comments), turned upright, a HEIC as JPEG. Left out for files that came before every file had one: their content is the file as received.',
        },
      ),
    ),
  },
  { title: 'DocumentFile' },
);

export const KycDocument = Type.Object(
  {
    uuid: Uuid,
    type: FiledTypeName,
    documentDate: Type.Optional(Type.String({ format: 'date' })),
    expiresOn: Type.Optional(
      Type.String({ format: 'date', description: 'The last day on which it is valid, where that is known.' }),
    ),
    status: DocumentStatus,
    source: Type.Enum(['API', 'WEB_APP', 'PROVIDER'], {
      type: 'string',
      title: 'DocumentSource',
      description: 'PROVIDER: who verifies persons. Only a VERIFICATION_REPORT comes from there.',
    }),
    createdAt: Instant,
    supersededAt: Type.Optional(Instant),
    rejectedAt: Type.Optional(Instant),
    withdrawnAt: Type.Optional(Instant),
    reason: Type.Optional(Type.String({ description: 'Why it was rejected or withdrawn.' })),
    files: Type.Array(DocumentFile),
  },
  { title: 'KycDocument' },
);
export type KycDocument = Static<typeof KycDocument>;
export const KycDocumentPage = pageOf('KycDocumentPage', KycDocument);

const { expiresOn: _, ...fixed } = KycDocument.properties;

export const PatchDocumentBody = Type.Object(
  {
    expiresOn: Type.Optional(
      Type.Unsafe<string | null>({
        ...expiresOn,
        type: ['string', 'null'],
        description: `${expiresOn.description} null takes it away.`,
      }),
    ),
    // What is shown besides, so that the whole document can be sent back.
    ...Type.Partial(Type.Object(fixed)).properties,
    reason: Type.Optional(EndReason),
    files: Type.Optional(Type.Array(fixed.files.items, { maxItems: MAX_DRAFT_FILES })),
  },
  { additionalProperties: false, title: 'PatchDocumentBody' },
);
export type PatchDocumentBody = Static<typeof PatchDocumentBody>;
/** What is shown of a document and PATCH does not change. */
export const FIXED_OF_DOCUMENT = Object.keys(fixed);

export const documentExample: KycDocument = {
  uuid: '4f8d6a52-3a43-4a3c-9a6a-6f1f2c8b7d10',
  type: 'COC_EXTRACT',
  documentDate: '2026-10-28',
  status: 'ACTIVE',
  source: 'API',
  createdAt: '2026-11-02T09:30:00.000Z',
  files: [
    {
      uuid: 'b0a4a0cf-3f0d-4f0e-8a53-0f5a3b1d9c21',
      fileName: 'extract.pdf',
      mediaType: 'application/pdf',
      byteSize: 48_213,
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      scan: 'CLEAN',
      activeContent: false,
      signed: true,
      encrypted: false,
      reviewCopy: { fileName: 'extract.pdf', mediaType: 'application/pdf', byteSize: 46_070 },
    },
  ],
};
