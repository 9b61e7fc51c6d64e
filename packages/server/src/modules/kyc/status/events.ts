import Type from 'typebox';
import { Uuid } from '../../../core/api/index.ts';
import { defineEvent, Instant } from '../../../core/events/index.ts';

const VIES_RESULTS = ['VALID', 'INVALID', 'PENDING', 'UNKNOWN'] as const;

/** Contract 6. */
export const ViesCheckFailed = defineEvent('kyc.vies_check_failed', {
  title: 'ViesCheckFailed',
  about: 'seller',
  when: "A check of the buyer's VAT number against VIES has turned out INVALID.",
  fires: false,
  data: Type.Object({
    buyerUuid: Type.String({ ...Uuid, description: 'the buyer' }),
    vatNumber: Type.String({ description: 'as checked' }),
    previousResult: Type.Enum([...VIES_RESULTS], {
      type: 'string',
      description: '`VALID`, `INVALID`, `PENDING` or `UNKNOWN`',
    }),
    currentResult: Type.Enum([...VIES_RESULTS], { type: 'string', description: 'the same words' }),
    checkedAt: Instant,
    reason: Type.String({ description: 'in words' }),
  }),
});

/** Contract 6. */
export const VerificationCompleted = defineEvent('kyc.verification_completed', {
  title: 'VerificationCompleted',
  about: 'seller',
  when: 'An identity verification has ended.',
  fires: false,
  data: Type.Object({
    buyerUuid: Type.String({ ...Uuid, description: 'the buyer' }),
    outcome: Type.Enum(['VERIFIED', 'REJECTED'], { type: 'string', description: '`VERIFIED` or `REJECTED`' }),
    sessionId: Type.String({ description: 'of the verification' }),
    completedAt: Instant,
    reason: Type.Optional(Type.String({ description: 'in words; not always there' })),
  }),
});
