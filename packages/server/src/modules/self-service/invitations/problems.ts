import { defineProblem } from '../../../platform/problems/problems.ts';

export const InvitationNotActive = defineProblem('invitation-not-active', {
  status: 409,
  title: 'The invitation is not active',
  kept: true,
  remedy:
    '`currentResource` shows how it ended. An EXPIRED one can be resent; instead of a USED or REVOKED one create a new one.',
});
