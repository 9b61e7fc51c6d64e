import Type from 'typebox';
import { Uuid } from '../../../core/api/index.ts';
import { defineEvent, Instant } from '../../../core/events/index.ts';

/** Contract 6. */
export const VerificationCompleted = defineEvent('kyc.verification_completed', {
  title: 'VerificationCompleted',
  about: 'seller',
  when: 'An identity verification has ended.',
  emptiedWithBuyer: ['reason'],
  data: Type.Object({
    buyerUuid: Type.String({ ...Uuid, description: 'the buyer' }),
    outcome: Type.Enum(['VERIFIED', 'REJECTED'], { type: 'string', description: '`VERIFIED` or `REJECTED`' }),
    sessionId: Type.String({ description: 'of the verification' }),
    completedAt: Instant,
    reason: Type.Optional(Type.String({ description: 'in words; not always there' })),
  }),
});
