import { defineProblem } from '../../../platform/problems/problems.ts';

export const InvitationGone = defineProblem('invitation-gone', {
  status: 410,
  title: 'The invitation has ended',
  remedy: 'The link was revoked, used up or has expired: whoever follows it asks the seller for a new one.',
});
