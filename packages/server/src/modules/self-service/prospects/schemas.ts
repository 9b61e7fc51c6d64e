import Type, { type Static } from 'typebox';
import { cursorQuery, instantQuery, pageOf, pageQuery, pathOf, sortQuery, Uuid } from '../../../core/api/index.ts';
import { ContentVariant, DocumentFile, DocumentTypeName } from '../../kyc/documents/index.ts';
import { ProspectTypeName } from '../invitations/index.ts';
import { NotSuppliedDocument } from '../submissions/index.ts';
import { KycMode } from '../../parties/buyers/index.ts';

/** `/v1/partners/:sellerId/prospects/:prospectUuid`. */
export const ProspectPath = pathOf('prospect', { sellerId: Uuid, prospectUuid: Uuid });
export type ProspectPath = Static<typeof ProspectPath>;

/** `.../documents/:documentUuid`. */
export const ProspectDocumentPath = pathOf('document', { ...ProspectPath.properties, documentUuid: Uuid });
export type ProspectDocumentPath = Static<typeof ProspectDocumentPath>;

export const PROSPECT_STATUSES = ['SUBMITTED', 'CONVERTED', 'DECLINED'] as const;
const ProspectStatus = Type.Enum([...PROSPECT_STATUSES], { type: 'string', title: 'ProspectStatus' });
const Instant = Type.String({ format: 'date-time' });

/** What a list of prospects can be sorted by. */
export const PROSPECT_SORTS = ['submittedAt'] as const;

export const ListProspectsQuery = Type.Object(
  {
    ...pageQuery,
    ...cursorQuery,
    ...sortQuery(PROSPECT_SORTS),
    invitationUuid: Type.Optional(Type.String({ ...Uuid, description: 'The link on which they came.' })),
    type: Type.Optional(ProspectTypeName),
    status: Type.Optional(ProspectStatus),
    createdAfter: instantQuery('Submitted after this instant.'),
    vatNumber: Type.Optional(
      Type.String({ maxLength: 20, description: 'Read like one that is written: case and blanks aside, GR as EL.' }),
    ),
  },
  { additionalProperties: false },
);
export type ListProspectsQuery = Static<typeof ListProspectsQuery>;

export const Prospect = Type.Object(
  {
    uuid: Uuid,
    type: ProspectTypeName,
    status: ProspectStatus,
    invitationUuid: Type.String({ ...Uuid, description: 'The link on which it came.' }),
    companyName: Type.Optional(Type.String({ description: 'Of a COMPANY.' })),
    vatNumber: Type.Optional(Type.String({ description: 'Of a COMPANY, as it says itself; in capitals, GR as EL.' })),
    address: Type.Optional(
      Type.Object(
        {
          street: Type.String(),
          postCode: Type.String(),
          city: Type.String(),
          country: Type.String({ description: 'ISO 3166-1 alpha-2.' }),
        },
        {
          title: 'ProspectAddress',
          description: 'Of a CONSUMER only with the capability allowContactPersonalData, and where one was asked for.',
        },
      ),
    ),
    contact: Type.Optional(
      Type.Object(
        {
          firstName: Type.String(),
          lastName: Type.String(),
          email: Type.String({ description: 'The visitor has proved that it is his own.' }),
          phone: Type.Optional(Type.String()),
        },
        {
          title: 'ProspectContact',
          description: 'Shown by reads alone, and only with the capability allowContactPersonalData.',
        },
      ),
    ),
    submittedAt: Instant,
    decidedAt: Type.Optional(Instant),
    buyerId: Type.Optional(Type.String({ ...Uuid, description: 'What it has become.' })),
    declineReason: Type.Optional(Type.String({ description: 'At most 500 characters; the visitor never sees it.' })),
    viesResult: Type.Optional(
      Type.Enum(['VALID', 'INVALID', 'UNKNOWN'], {
        type: 'string',
        title: 'ProspectViesResult',
        description:
          'What VIES said of the VAT number of a COMPANY after it was sent: advice, shown of one prospect alone. Left out until VIES was asked.',
      }),
    ),
    viesCheckedAt: Type.Optional(Instant),
    notSupplied: Type.Optional(
      Type.Array(NotSuppliedDocument, {
        description:
          'What was asked for and did not come, with the words of the visitor: of one prospect alone, until somebody decides. Left out where all came.',
      }),
    ),
  },
  { title: 'Prospect' },
);
export type Prospect = Static<typeof Prospect>;
export const ProspectPage = pageOf('ProspectPage', Prospect);

export const ListProspectDocumentsQuery = Type.Object({ ...pageQuery }, { additionalProperties: false });
export type ListProspectDocumentsQuery = Static<typeof ListProspectDocumentsQuery>;

export const ProspectDocument = Type.Object(
  {
    type: DocumentTypeName,
    receivedAt: Type.String({ format: 'date-time', description: 'When the file was complete.' }),
    ...DocumentFile.properties,
  },
  { title: 'ProspectDocument', description: 'A file that came with a prospect.' },
);
export type ProspectDocument = Static<typeof ProspectDocument>;
export const ProspectDocumentPage = pageOf('ProspectDocumentPage', ProspectDocument);

export const ProspectContentQuery = Type.Object(
  { variant: Type.Optional(ContentVariant) },
  { additionalProperties: false },
);
export type ProspectContentQuery = Static<typeof ProspectContentQuery>;

export const ConvertProspectBody = Type.Object(
  {
    kycMode: KycMode,
    resolve: Type.Optional(
      Type.Enum(['KEEP_BUYER', 'TAKE_PROSPECT'], {
        type: 'string',
        title: 'ProspectResolution',
        description:
          'Whose data count where a buyer with this VAT number exists with other data: those of the buyer, who stays as he is, or those of the prospect, kycMode included. Without it that is 409.',
      }),
    ),
  },
  { additionalProperties: false, title: 'ConvertProspectBody' },
);
export type ConvertProspectBody = Static<typeof ConvertProspectBody>;

const Reason = { format: 'visible-text', minLength: 1, maxLength: 500 } as const;

export const DeclineProspectBody = Type.Object(
  {
    reason: Type.String({
      ...Reason,
      description: 'For the file of the seller: the visitor never sees it. Holds a visible character.',
    }),
    notify: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether the visitor is told by mail, without the reason.' }),
    ),
  },
  { additionalProperties: false, title: 'DeclineProspectBody' },
);
export type DeclineProspectBody = Static<typeof DeclineProspectBody>;

export const EraseProspectBody = Type.Object(
  {
    reason: Type.String({
      ...Reason,
      description: 'Kept in the trail for 10 years, so name nobody in it. Holds a visible character.',
    }),
  },
  { additionalProperties: false, title: 'EraseProspectBody' },
);
export type EraseProspectBody = Static<typeof EraseProspectBody>;

export const ProspectErasureView = Type.Object({ erasedAt: Instant }, { title: 'ProspectErasure' });

export const prospectExample: Prospect = {
  uuid: '5a0c1f5e-7a4b-4f5c-8d1e-2b3c4d5e6f70',
  type: 'COMPANY',
  status: 'SUBMITTED',
  invitationUuid: '9b1d1c0a-5a55-4f43-8f0e-3f6f0d2f9d11',
  companyName: 'Garagem Central Lda',
  vatNumber: 'PT501964843',
  address: { street: 'Rua das Flores 12', postCode: '4050-262', city: 'Porto', country: 'PT' },
  contact: { firstName: 'Ana', lastName: 'Lima', email: 'ana.lima@garagem.example', phone: '+351 22 000 00 00' },
  submittedAt: '2026-12-02T09:30:00.000Z',
};
