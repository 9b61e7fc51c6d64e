import { codePointsOf, fieldOf } from '../../shared/form-fields.ts';
import { isCountryCode } from '../../../platform/country.ts';
import { hasVisibleCharacter, isSameSpelling } from '../../../platform/spelling.ts';
import { isStorable, storableOf } from '../../../platform/storable-text.ts';
import { keptVatNumber, VAT_NUMBER_PATTERN } from '../../../modules/parties/buyers/index.ts';
import {
  COMPANY_FIELDS,
  type CompanyCorrection,
  type CompanyField,
} from '../../../modules/self-service/submissions/index.ts';
import { companyFields } from './company-fields.ts';
import {
  type CompanyAnswer,
  type CompanyData,
  type CompanyError,
  type CompanyFieldError,
  remarkMaxLength,
} from './company-model.ts';

const VAT_NUMBER = new RegExp(VAT_NUMBER_PATTERN);

/** What the form says, beside what the buyer was shown; with what is wrong it is shown again as it was written. */
export function readCompanyAnswer(
  body: unknown,
  company: CompanyData,
): { answer: CompanyAnswer; errors: CompanyError[] } {
  const written = (fieldOf(body, 'remark') ?? '').trim();
  const remark = storableOf(written).replaceAll('\r\n', '\n');
  const read = COMPANY_FIELDS.map((field) => readField(body, field, company)).filter((one) => one !== undefined);
  const corrections = read.map(({ correction }) => correction);
  const errors: CompanyError[] = read.map(({ error }) => error).filter((error) => error !== undefined);
  if (!isStorable(written)) errors.push('remark-unreadable');
  if (codePointsOf(remark) > remarkMaxLength) errors.push('remark-too-long');
  const isCorrect = isStorable(written) && remark === '' && corrections.length === 0;
  return {
    answer: { isCorrect, ...(remark !== '' && { remark }), ...(corrections.length > 0 && { corrections }) },
    errors,
  };
}

interface ReadField {
  readonly correction: CompanyCorrection;
  readonly error: CompanyFieldError | undefined;
}

/** Undefined where the field stands as it was shown, or is not in the form. */
function readField(body: unknown, field: CompanyField, company: CompanyData): ReadField | undefined {
  const { name, of } = companyFields[field];
  const written = fieldOf(body, name);
  if (written === undefined) return undefined;
  const given = of(company);
  const corrected = keptForm(field, storableOf(written));
  if (isStorable(written) && isSameSpelling(keptForm(field, given), corrected)) return undefined;
  const kind = isStorable(written) ? faultOf(field, corrected) : 'empty';
  return { correction: { field, given, corrected }, error: kind && { field, kind } };
}

/** One line, and a VAT number as those of buyers are kept. */
function keptForm(field: CompanyField, text: string): string {
  return field === 'vatNumber' ? keptVatNumber(text) : text.replaceAll(/\s+/g, ' ').trim();
}

function faultOf(field: CompanyField, corrected: string): CompanyFieldError['kind'] | undefined {
  const { maxLength } = companyFields[field];
  if (!hasVisibleCharacter(corrected)) return 'empty';
  if (maxLength !== undefined && codePointsOf(corrected) > maxLength) return 'too-long';
  if (field === 'vatNumber' && !VAT_NUMBER.test(corrected)) return 'no-vat-number';
  return field === 'address.country' && !isCountryCode(corrected) ? 'empty' : undefined;
}
