import { defineProblem } from '../../../platform/problems/problems.ts';

export const TooManyContacts = defineProblem('too-many-contacts', {
  status: 409,
  title: 'The buyer has as many contacts as it may have',
  kept: true,
});
