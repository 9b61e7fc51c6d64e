import Type, { type Static } from 'typebox';
import { Uuid } from '../../../core/api/index.ts';
import { DocumentTypeName } from '../../kyc/documents/index.ts';
import { declarationExample, SubmittedDeclaration } from '../declaration-answers/index.ts';
import { COMPANY_FIELDS } from './company-correction.ts';
import { REASON_MAX_LENGTH } from './not-supplied.ts';

const Instant = Type.String({ format: 'date-time' });

const CompanyCorrection = Type.Object(
  {
    field: Type.Enum([...COMPANY_FIELDS], {
      type: 'string',
      title: 'CompanyField',
      description: 'By its path in the buyer.',
    }),
    given: Type.String({ description: 'What the buyer was shown.' }),
    corrected: Type.String({ description: 'What it should be, in his words: as long as the field of a buyer may be.' }),
  },
  { title: 'CompanyCorrection' },
);

export const NotSuppliedDocument = Type.Object(
  {
    type: DocumentTypeName,
    reason: Type.Optional(
      Type.String({
        description: `Why he cannot supply it, in his own words, at most ${REASON_MAX_LENGTH} code points; left out once the operator erased them.`,
      }),
    ),
  },
  { title: 'NotSuppliedDocument' },
);

/** Contract 3.6. */
export const InvitationSubmission = Type.Object(
  {
    uuid: Uuid,
    reference: Type.String({
      description:
        'On the receipt of the buyer, to be told by telephone: ten signs without I, L, O and U. It is made of the uuid: its first 50 bits, those of version and variant left out, in the base 32 of Crockford.',
    }),
    submittedAt: Instant,
    consentedAt: Type.String({
      format: 'date-time',
      description: 'When he confirmed that it may be passed on: by sending, at that instant.',
    }),
    consentVersion: Type.String({ description: 'Of the privacy notice that he was shown.' }),
    companyData: Type.Object(
      {
        confirmed: Type.Boolean({ description: 'He left all of it as it is, and so confirmed it by sending.' }),
        remark: Type.Optional(Type.String({ description: 'His own words, at most 1,000 code points.' })),
        corrections: Type.Array(CompanyCorrection, {
          description: 'What he corrected. Nothing of it is in the buyer: whether it gets there is yours to decide.',
        }),
      },
      { title: 'SubmittedCompanyData' },
    ),
    documents: Type.Array(Type.Object({ uuid: Uuid, type: DocumentTypeName }, { title: 'SubmittedDocument' }), {
      description: 'That came with it, those superseded since included.',
    }),
    notSupplied: Type.Array(NotSuppliedDocument, {
      description: 'What was requested and did not come. `documentsComplete` of the buyer knows nothing of it.',
    }),
    declaration: Type.Optional(SubmittedDeclaration),
  },
  { title: 'InvitationSubmission' },
);
export type InvitationSubmission = Static<typeof InvitationSubmission>;

export const submissionExample: InvitationSubmission = {
  uuid: '5d0f7a52-0f0b-4a0e-9b1c-7c1f4d1f2a66',
  reference: 'BM7QM-MGF1E',
  submittedAt: '2026-11-04T10:15:00.000Z',
  consentedAt: '2026-11-04T10:15:00.000Z',
  consentVersion: '2026-11-01',
  companyData: {
    confirmed: false,
    remark: 'We moved in October.',
    corrections: [{ field: 'address.street', given: 'Rua das Flores 12', corrected: 'Rua Nova 7' }],
  },
  documents: [
    { uuid: declarationExample.documentUuid, type: 'AML_DECLARATION' },
    { uuid: '8a3f0b44-4a53-4a7e-8e6b-2f8f6a6f9a01', type: 'COC_EXTRACT' },
  ],
  notSupplied: [{ type: 'VAT_CERTIFICATE', reason: 'The tax office has not sent it yet. We expect it in December.' }],
  declaration: declarationExample,
};
