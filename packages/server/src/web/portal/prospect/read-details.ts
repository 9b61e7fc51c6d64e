import { codePointsOf, fieldOf } from '../../shared/form-fields.ts';
import { isCountryCode } from '../../../platform/country.ts';
import { hasVisibleCharacter } from '../../../platform/spelling.ts';
import { isStorable, storableOf } from '../../../platform/storable-text.ts';
import { keptVatNumber, VAT_NUMBER_PATTERN } from '../../../modules/parties/buyers/index.ts';
import { COMPANY_ONLY, detailsFields } from './details-fields.ts';
import { DETAILS_FIELDS, type DetailsError, type DetailsField, type DetailsForm } from './details-model.ts';
import type { ProspectType } from '../../../modules/self-service/invitations/index.ts';

const VAT_NUMBER = new RegExp(VAT_NUMBER_PATTERN);

/** What the form says, with what is wrong with it. Where the link takes one type only, nobody is asked for it. */
export function readDetails(
  body: unknown,
  types: readonly ProspectType[],
): { readonly form: DetailsForm; readonly errors: readonly DetailsError[] } {
  const [only] = types;
  const type = types.length === 1 ? only : types.find((one) => one === fieldOf(body, 'type'));
  const written = (field: DetailsField): string => fieldOf(body, field) ?? '';
  const kept = DETAILS_FIELDS.map((field) => [field, keptForm(field, storableOf(written(field)))] as const);
  // One entry for each of the fields.
  const form = { ...(Object.fromEntries(kept) as Record<DetailsField, string>), type };
  const asked = DETAILS_FIELDS.filter((field) => type !== 'CONSUMER' || !COMPANY_ONLY.includes(field));
  const errors = asked.flatMap((field): DetailsError[] => {
    const kind = isStorable(written(field)) ? faultOf(field, form[field]) : 'empty';
    return kind === undefined ? [] : [{ field, kind }];
  });
  return { form, errors: type === undefined ? [{ field: 'type', kind: 'empty' }, ...errors] : errors };
}

/** One line, and a VAT number as those of buyers are kept. */
function keptForm(field: DetailsField, text: string): string {
  return field === 'vatNumber' ? keptVatNumber(text) : text.replaceAll(/\s+/g, ' ').trim();
}

function faultOf(field: DetailsField, value: string): DetailsError['kind'] | undefined {
  const { maxLength, isOptional = false } = detailsFields[field];
  if (isOptional && value === '') return undefined;
  if (!hasVisibleCharacter(value)) return 'empty';
  if (maxLength !== undefined && codePointsOf(value) > maxLength) return 'too-long';
  if (field === 'vatNumber' && !VAT_NUMBER.test(value)) return 'no-vat-number';
  return field === 'country' && !isCountryCode(value) ? 'empty' : undefined;
}
