import { InvalidArgumentError } from '@commander-js/extra-typings';
import { readInstant } from '../../platform/http/formats.ts';

/** With its zone: it means the same wherever it is typed. */
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/i;
const DAY = /^\d{4}-\d\d-\d\d$/;

export function toInstant(text: string): Date {
  try {
    if (INSTANT.test(text)) return readInstant(text);
  } catch {
    // A day or an hour that there is not.
  }
  throw new InvalidArgumentError('An instant is such as 2026-12-01T09:30:00Z');
}

/** A day stands for its beginning (UTC). */
export function toDayOrInstant(text: string): Date {
  if (!DAY.test(text)) return toInstant(text);
  const instant = toInstant(`${text}T00:00:00Z`);
  if (instant.toISOString().startsWith(text)) return instant;
  throw new InvalidArgumentError('There is no such day');
}
