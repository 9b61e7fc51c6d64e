import { isDeepStrictEqual } from 'node:util';
import { readInstant } from '../../platform/http/formats.ts';
import { refuseInvalid } from '../../platform/http/validation.ts';
import type { FieldError } from '../../platform/problems/problems.ts';

/** Throws 422 that names those of the `fixed` members (such as `address.uuid`) that were sent with another value than GET shows. */
export function refuseOtherValues(sent: object, shown: object, fixed: readonly string[]): void {
  const errors = fixed.flatMap((field): FieldError[] => {
    const value = memberOf(sent, field);
    if (value === undefined || isSame(value, memberOf(shown, field))) return [];
    return [
      { field, message: 'cannot be changed here: leave it out, or repeat its present value', rejectedValue: value },
    ];
  });
  refuseInvalid(errors);
}

/** The members that a PATCH gave another value, for the trail; what follows from every change is not among them. */
export function changedMembers(before: object, after: object): string[] {
  const names = Object.keys(after).filter((name) => name !== 'version' && name !== 'updatedAt');
  return names.filter((name) => !isDeepStrictEqual(memberOf(before, name), memberOf(after, name)));
}

function memberOf(resource: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name], resource);
}

/** The end of an instant as this service shows it. Clients that read it into a type of their own may write it otherwise. */
const SHOWN_INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function isSame(sent: unknown, shown: unknown): boolean {
  if (typeof sent !== 'string' || typeof shown !== 'string') return isDeepStrictEqual(sent, shown);
  if (SHOWN_INSTANT.test(shown)) return readInstant(sent).getTime() === readInstant(shown).getTime();
  // Ids are read in upper case too.
  return sent === shown || sent.toLowerCase() === shown;
}
