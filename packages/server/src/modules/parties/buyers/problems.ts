import { defineProblem } from '../../../platform/problems/problems.ts';

export const BuyerBlocked = defineProblem('buyer-blocked', { status: 409, title: 'The buyer is blocked', kept: true });
export const BuyerErased = defineProblem('buyer-erased', {
  status: 409,
  title: 'The buyer was erased',
  kept: true,
});
export const KycModeDowngrade = defineProblem('kyc-mode-downgrade', {
  status: 409,
  title: 'The KYC mode cannot go back',
  kept: true,
});
