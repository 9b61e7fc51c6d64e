import { fieldProblem } from '../../../platform/problems/field-problem.ts';
import { type DocumentType, satisfies } from './document-types.ts';

/** Documents of persons: cards, passports and licences say until when they are valid. */
const EXPIRING = 'CONTACT_*';

/** @throws ProblemError for a document that has no such date, or one that is over: nobody relies on it */
export function refuseUnlikelyExpiry(type: DocumentType, expiresOn: string | undefined, now: Date): void {
  if (expiresOn === undefined) return;
  if (!satisfies(type, EXPIRING)) throw fieldProblem('expiresOn', `is for types ${EXPIRING} only`, expiresOn);
  if (expiresOn < now.toISOString().slice(0, expiresOn.length))
    throw fieldProblem('expiresOn', 'must not be in the past', expiresOn);
}
