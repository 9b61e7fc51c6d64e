import { defineProblem } from '../../../platform/problems/problems.ts';

export const BuyerBlocked = defineProblem('buyer-blocked', {
  status: 409,
  title: 'The buyer is blocked',
  kept: true,
  remedy:
    'Unblock the buyer, where that is meant, and call again with a new key. An invitation can be revoked all the same.',
});
export const BuyerErased = defineProblem('buyer-erased', {
  status: 409,
  title: 'The buyer was erased',
  kept: true,
  remedy: 'Nothing more can be done for this buyer: what a law keeps is kept, and all else is gone.',
});
export const KycModeDowngrade = defineProblem('kyc-mode-downgrade', {
  status: 409,
  title: 'The KYC mode cannot go back',
  kept: true,
  remedy: 'Leave the mode as it is: from NT24_LED there is no way back to MARKETPLACE_LED.',
});
