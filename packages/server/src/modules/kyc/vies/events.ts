import Type from 'typebox';
import { Uuid } from '../../../core/api/index.ts';
import { defineEvent, Instant } from '../../../core/events/index.ts';
import { VIES_RESULTS } from './vies-result.ts';

/** Contract 6. */
export const ViesCheckFailed = defineEvent('kyc.vies_check_failed', {
  title: 'ViesCheckFailed',
  about: 'seller',
  when: "A check of the buyer's VAT number against VIES has turned out INVALID, and what was known of the number before was not. Checks that come to the same again raise none.",
  emptiedWithBuyer: ['vatNumber'],
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
