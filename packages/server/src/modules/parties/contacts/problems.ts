import { defineProblem } from '../../../platform/problems/problems.ts';

export const TooManyContacts = defineProblem('too-many-contacts', {
  status: 409,
  title: 'The buyer has as many contacts as it may have',
  kept: true,
  remedy: 'Delete a contact of the buyer, then call again with a new key.',
});
