import type { Ajv } from 'ajv';
import ajvFormats from 'ajv-formats';
import { instantOf } from '../clock.ts';
import { isUuid } from '../ids.ts';
import { keptMailAddress } from '../mail-address.ts';
import { hasVisibleCharacter } from '../spelling.ts';

/** PostgreSQL has no year 0, and no offset of 16 hours or more. */
const STORABLE_DATE = /^(?!0000)/;
/** Between date and time stands a `T` or one blank, of the many that Ajv takes; no clock shows a second 60. Generators write `+0000` too. */
export const INSTANT_PATTERN = [
  '^([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}[Tt ]',
  '[0-9]{2}:[0-9]{2}:[0-5][0-9]([.][0-9]+)?([Zz]|[+-](0[0-9]|1[0-5]):?[0-9]{2})$',
].join('');
const STORABLE_DATE_TIME = new RegExp(INSTANT_PATTERN);

/** Without controls, line breaks and marks of direction. */
const ONE_LINE = /^[^\p{Cc}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u;

/** The formats of the schemas, none of them wider than what the database takes. */
export function addFormats(ajv: Ajv): void {
  ajvFormats.default(ajv, ['uri']);
  ajv.addFormat('email', (text) => keptMailAddress(text) !== undefined);
  ajv.addFormat('visible-text', hasVisibleCharacter);
  ajv.addFormat('one-line-text', (text) => hasVisibleCharacter(text) && ONE_LINE.test(text));
  ajv.addFormat('uuid', isUuid);
  ajv.addFormat('date', narrowed('date', STORABLE_DATE));
  ajv.addFormat('date-time', narrowed('date-time', STORABLE_DATE_TIME));
}

/** The instant of a text that is a `date-time` as above, read here alone: two readers would not read all of them alike. */
export function readInstant(text: string): Date {
  const instant = instantOf(
    text
      .toUpperCase()
      .replace(' ', 'T')
      .replace(/([+-]\d\d)(\d\d)$/, '$1:$2'),
  );
  if (Number.isNaN(instant.getTime())) throw new Error('a text that is no date-time was to be read as one');
  return instant;
}

function narrowed(name: 'date' | 'date-time', pattern: RegExp): (text: string) => boolean {
  const format = ajvFormats.default.get(name);
  if (typeof format !== 'object' || !('validate' in format) || typeof format.validate !== 'function') {
    throw new Error(`the format ${name} is not a function`);
  }
  const validate = format.validate as (text: string) => boolean;
  return (text) => pattern.test(text) && validate(text);
}
