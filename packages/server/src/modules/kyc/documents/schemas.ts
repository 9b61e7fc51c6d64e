import Type, { type Static } from 'typebox';
import { pageOf, pageQuery, pathOf, sortQuery, Uuid } from '../../../core/api/index.ts';
import { BuyerPath } from '../../parties/buyers/index.ts';
import { DOCUMENT_TYPES } from './document-types.ts';

const Instant = Type.String({ format: 'date-time' });
const DocumentDate = Type.String({ format: 'date', description: 'YYYY-MM-DD, from 1900 to tomorrow (UTC).' });
export const DocumentTypeName = Type.Enum([...DOCUMENT_TYPES], { type: 'string', title: 'DocumentType' });
const DocumentStatus = Type.Enum(['ACTIVE', 'SUPERSEDED'], { type: 'string', title: 'DocumentStatus' });

/** `.../kyc/documents/:documentUuid`. */
export const DocumentPath = pathOf('document', { ...BuyerPath.properties, documentUuid: Uuid });
export type DocumentPath = Static<typeof DocumentPath>;

/** The form as it goes over the wire. */
export const UploadDocumentForm = Type.Object(
  {
    type: DocumentTypeName,
    documentDate: DocumentDate,
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
    file: Type.Object({ fileName: Type.String(), sha256: Type.String(), byteSize: Type.Integer() }),
  },
  { additionalProperties: false },
);
export type UploadDocumentBody = Static<typeof UploadDocumentBody>;

/** What a list of documents can be sorted by. */
export const DOCUMENT_SORTS = ['createdAt'] as const;

export const ListDocumentsQuery = Type.Object(
  {
    ...pageQuery,
    ...sortQuery(DOCUMENT_SORTS),
    type: Type.Optional(DocumentTypeName),
    status: Type.Optional(DocumentStatus),
  },
  { additionalProperties: false },
);
export type ListDocumentsQuery = Static<typeof ListDocumentsQuery>;

const ContentVariant = Type.Enum(['review', 'original'], {
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

export const KycDocument = Type.Object(
  {
    uuid: Uuid,
    type: DocumentTypeName,
    documentDate: Type.Optional(Type.String({ format: 'date' })),
    status: DocumentStatus,
    source: Type.Enum(['API', 'WEB_APP'], { type: 'string', title: 'DocumentSource' }),
    createdAt: Instant,
    supersededAt: Type.Optional(Instant),
    files: Type.Array(
      Type.Object(
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
              description:
                'The file as received is encrypted, though it opens without a password; its reviewCopy is not.',
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
      ),
    ),
  },
  { title: 'KycDocument' },
);
export type KycDocument = Static<typeof KycDocument>;
export const KycDocumentPage = pageOf('KycDocumentPage', KycDocument);

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
