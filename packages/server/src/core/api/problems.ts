import { defineProblem } from '../../platform/problems/problems.ts';

/** Problems that many operations share (contract 2.5, 2.6). */

export const VersionMismatch = defineProblem('version-mismatch', {
  status: 409,
  title: 'The resource has changed',
  kept: true,
  remedy: 'Take `currentResource`, apply the change to it, and send it with its version in `If-Match` and a new key.',
});
export const ResourceExistsDifferentBody = defineProblem('resource-exists-different-body', {
  status: 409,
  title: 'The resource exists with other content',
  kept: true,
  remedy: 'Compare with `currentResource`: use that, change it by PATCH, or end it first. Then use a new key.',
});
export const MilestoneAlreadySet = defineProblem('milestone-already-set', {
  status: 409,
  title: 'The milestone is already set',
  kept: true,
  remedy: 'It was decided before: `currentResource` shows how. Nothing is left to do.',
});
