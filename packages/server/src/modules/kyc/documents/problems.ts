import { defineProblem } from '../../../platform/problems/problems.ts';

export const DocumentNotActive = defineProblem('document-not-active', {
  status: 409,
  title: 'The document is not active',
  kept: true,
});
