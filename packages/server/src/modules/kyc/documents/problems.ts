import { defineProblem } from '../../../platform/problems/problems.ts';

export const DocumentNotActive = defineProblem('document-not-active', {
  status: 409,
  title: 'The document is not active',
  kept: true,
  remedy:
    '`currentResource` shows what became of the document. Act on the ACTIVE one of its type, or ask for a new one.',
});
