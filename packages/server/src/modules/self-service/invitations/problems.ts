import { defineProblem } from '../../../platform/problems/problems.ts';

export const InvitationNotActive = defineProblem('invitation-not-active', {
  status: 409,
  title: 'The invitation is not active',
  kept: true,
});
