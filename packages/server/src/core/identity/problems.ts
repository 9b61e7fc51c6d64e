import { defineProblem } from '../../platform/problems/problems.ts';

/** Why a caller is not let in (contract 2.2, 2.3). */

export const Unauthorized = defineProblem('unauthorized', { status: 401, title: 'Authentication is required' });
export const Forbidden = defineProblem('forbidden', { status: 403, title: 'Not allowed' });
export const CapabilityRequired = defineProblem('capability-required', {
  status: 403,
  title: 'The organization lacks a capability',
  kept: true,
});
export const DpaNotAccepted = defineProblem('dpa-not-accepted', {
  status: 403,
  title: 'The data processing agreement is not accepted',
});
