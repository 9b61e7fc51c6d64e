import { defineProblem } from '../../../platform/problems/problems.ts';

export const InvitationGone = defineProblem('invitation-gone', { status: 410, title: 'The invitation has ended' });
