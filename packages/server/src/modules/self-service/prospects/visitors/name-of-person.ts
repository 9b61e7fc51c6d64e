import type { ProspectPerson } from '../sealed-person.ts';

export function nameOf({ firstName = '', lastName = '' }: ProspectPerson): string {
  return `${firstName} ${lastName}`.trim();
}
