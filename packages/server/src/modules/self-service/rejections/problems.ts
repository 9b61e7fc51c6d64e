import { defineProblem } from '../../../platform/problems/problems.ts';

export const RecipientUnknown = defineProblem('recipient-unknown', {
  status: 409,
  title: 'Nobody is known who could be asked',
  kept: true,
  remedy: 'Reject without `resend`, or create an invitation for the address to ask.',
});
