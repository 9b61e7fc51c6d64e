import type { FieldError } from './problems.ts';

/** So many are shown (contract 2.6). */
export const MOST_ENTRIES = 20;
const MOST_CHARACTERS = 200;
const MOST_DETAIL_CHARACTERS = 1_000;
/** With all that stands beside them a problem stays below 64 KiB. */
const MOST_BYTES = 48 * 1024;

/** The first of the errors, each cut to what is shown, whatever came in: what is refused must cost less than what was sent. */
export function boundedErrors(errors: readonly FieldError[]): FieldError[] {
  const shown: FieldError[] = [];
  let bytes = 0;
  for (const error of errors.slice(0, MOST_ENTRIES)) {
    const entry = shownError(error);
    bytes += Buffer.byteLength(JSON.stringify(entry));
    if (bytes > MOST_BYTES) break;
    shown.push(entry);
  }
  return shown;
}

export function boundedDetail(detail: string): string {
  return firstCharacters(detail, MOST_DETAIL_CHARACTERS);
}

function shownError({ field, message, rejectedValue }: FieldError): FieldError {
  const named = { field: firstCharacters(field, MOST_CHARACTERS), message: boundedDetail(message) };
  if (rejectedValue === undefined) return named;
  const isText = typeof rejectedValue === 'string';
  return { ...named, rejectedValue: isText ? firstCharacters(rejectedValue, MOST_CHARACTERS) : rejectedValue };
}

/** Counts code points; the text is sliced first, since a long one is not taken apart for its beginning. */
function firstCharacters(text: string, most: number): string {
  if (text.length <= most) return text;
  return Array.from(text.slice(0, 2 * most))
    .slice(0, most)
    .join('');
}
