import { defineProblem } from '../../platform/problems/problems.ts';

/** Problems that many operations share (contract 2.5, 2.6). */

export const VersionMismatch = defineProblem('version-mismatch', {
  status: 409,
  title: 'The resource has changed',
  kept: true,
});
export const ResourceExistsDifferentBody = defineProblem('resource-exists-different-body', {
  status: 409,
  title: 'The resource exists with other content',
  kept: true,
});
export const MilestoneAlreadySet = defineProblem('milestone-already-set', {
  status: 409,
  title: 'The milestone is already set',
  kept: true,
});
