import type { Ajv } from 'ajv';
import ajvFormats from 'ajv-formats';
import { isUuid } from '../ids.ts';
import { keptMailAddress } from '../mail-address.ts';
import { hasVisibleCharacter } from '../spelling.ts';

/** PostgreSQL has no year 0, and no offset of 16 hours or more. */
const STORABLE_DATE = /^(?!0000)/;
const STORABLE_DATE_TIME = /^(?!0000).*(Z|[+-](0\d|1[0-5]):\d\d)$/i;

/** The formats of the schemas, none of them wider than what the database takes. */
export function addFormats(ajv: Ajv): void {
  ajvFormats.default(ajv, ['uri']);
  ajv.addFormat('email', (text) => keptMailAddress(text) !== undefined);
  ajv.addFormat('visible-text', hasVisibleCharacter);
  ajv.addFormat('uuid', isUuid);
  ajv.addFormat('date', narrowed('date', STORABLE_DATE));
  ajv.addFormat('date-time', narrowed('date-time', STORABLE_DATE_TIME));
}

function narrowed(name: 'date' | 'date-time', pattern: RegExp): (text: string) => boolean {
  const format = ajvFormats.default.get(name);
  if (typeof format !== 'object' || !('validate' in format) || typeof format.validate !== 'function') {
    throw new Error(`the format ${name} is not a function`);
  }
  const validate = format.validate as (text: string) => boolean;
  return (text) => pattern.test(text) && validate(text);
}
