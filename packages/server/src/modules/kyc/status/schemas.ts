import Type, { type Static } from 'typebox';
import { AML_STATUSES, VERIFICATION_STATUSES } from '../verification/index.ts';
import { OVERALL_STATUSES } from './kyc-status.ts';
import { KYC_MODES } from '../documents/index.ts';
import { VIES_RESULTS } from '../vies/index.ts';

const Uuid = Type.String({ format: 'uuid' });
const Instant = Type.String({ format: 'date-time' });

/** Contract 5. The last two are there in Mode B (NT24_LED) only. */
export const KycStatus = Type.Object(
  {
    buyerId: Uuid,
    kycMode: Type.Enum([...KYC_MODES], { type: 'string', title: 'KycMode' }),
    overallStatus: Type.Enum([...OVERALL_STATUSES], { type: 'string', title: 'OverallStatus' }),
    viesLastCheckedAt: Type.Optional(Instant),
    viesResult: Type.Enum([...VIES_RESULTS], { type: 'string', title: 'ViesResult' }),
    documentsComplete: Type.Boolean(),
    missingDocuments: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'With `expand=missingDocuments`: what a complete file lacks; an entry such as `CONTACT_*` stands for any type of its family.',
      }),
    ),
    verificationStatus: Type.Optional(
      Type.Enum([...VERIFICATION_STATUSES], { type: 'string', title: 'VerificationStatus' }),
    ),
    amlStatus: Type.Optional(Type.Enum([...AML_STATUSES], { type: 'string', title: 'AmlStatus' })),
  },
  { title: 'KycStatus' },
);
export type KycStatus = Static<typeof KycStatus>;

export const KycStatusQuery = Type.Object(
  {
    expand: Type.Optional(
      Type.Enum(['missingDocuments'], {
        type: 'string',
        title: 'KycStatusExpand',
        description: 'What the answer tells besides.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type KycStatusQuery = Static<typeof KycStatusQuery>;

export const kycStatusExample: KycStatus = {
  buyerId: '7f0c6f0e-6a3b-4c3e-9a35-0d4a8f1f6f11',
  kycMode: 'NT24_LED',
  overallStatus: 'INCOMPLETE',
  viesResult: 'UNKNOWN',
  documentsComplete: true,
  verificationStatus: 'NOT_STARTED',
  amlStatus: 'NOT_APPLICABLE',
};
