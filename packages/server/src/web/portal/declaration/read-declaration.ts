import { isCountryCode } from '../../../platform/country.ts';
import { instantOf } from '../../../platform/clock.ts';
import { hasVisibleCharacter } from '../../../platform/spelling.ts';
import {
  type Declaration,
  type DeclarationPerson,
  type DeclarationWords,
  FUND_SOURCES,
} from '../../../modules/self-service/declarations/index.ts';
import { codePointsOf, fieldOf } from '../../shared/form-fields.ts';
import {
  choiceId,
  DECLARATION_MAX_LENGTHS,
  type DeclarationError,
  type DeclarationForm,
  type DeclarationLine,
  fundsId,
  lineId,
  lineNames,
  PERSON_ROWS,
  type PersonField,
  personId,
  personLabels,
  personName,
  type PersonRow,
  statementId,
} from './declaration-model.ts';

/** What the form says of the declaration; the rest of it the invitation knows. */
export type Declared = Pick<
  Declaration,
  | 'signerName'
  | 'signerRole'
  | 'hasNoOwner'
  | 'persons'
  | 'funds'
  | 'fundsWords'
  | 'isPoliticallyExposed'
  | 'isOnOwnAccount'
  | 'signature'
  | 'place'
>;

export interface ReadDeclaration {
  readonly form: DeclarationForm;
  /** In the order of the page. */
  readonly errors: readonly DeclarationError[];
  /** Where nothing is wrong. */
  readonly declared?: Declared;
}

const CHOICES: Readonly<Record<string, boolean>> = { yes: true, no: false };
const PERSON_FIELDS = ['name', 'birthDate', 'country', 'share'] as const satisfies readonly PersonField[];

export const emptyForm: DeclarationForm = readForm({});

/** `now` is the latest birth; `words`: what is to be confirmed, as the buyer must have read it. */
export function readDeclaration(body: unknown, words: DeclarationWords, now: Date): ReadDeclaration {
  const form = readForm(body);
  const { isPoliticallyExposed, isOnOwnAccount, hasNoOwner } = form;
  const rows = form.persons.map((row, at) => readPerson(row, at, { hasNoOwner, now }));
  const persons = rows.map(({ person }) => person).filter((person) => person !== undefined);
  const nobody = rows.every(({ isEmpty }) => isEmpty);
  const errors = [
    ...faultOfLine(form, 'signerName'),
    ...faultOfLine(form, 'signerRole'),
    ...(nobody ? [{ fieldId: personId(0, 'name'), text: 'declaration.errorOwners' } as const] : []),
    ...rows.flatMap((row) => row.errors),
    ...(form.funds.length === 0 ? [{ fieldId: fundsId, text: 'declaration.errorFunds' } as const] : []),
    ...(form.funds.includes('other') ? faultOfLine(form, 'fundsWords') : []),
    ...faultOfChoice(form, 'isPoliticallyExposed', 'declaration.pep'),
    ...faultOfChoice(form, 'isOnOwnAccount', 'declaration.ownAccount'),
    ...faultsOfStatements(form, words),
    ...faultOfLine(form, 'signature'),
    ...faultOfLine(form, 'place'),
  ];
  if (errors.length > 0 || isPoliticallyExposed === undefined || isOnOwnAccount === undefined) return { form, errors };
  const { signerName, signerRole, funds, fundsWords, signature, place } = form;
  const said = { signerName, signerRole, hasNoOwner, persons, funds, fundsWords, signature, place };
  return { form, errors, declared: { ...said, isPoliticallyExposed, isOnOwnAccount } };
}

function readForm(body: unknown): DeclarationForm {
  const line = (name: string): string => (fieldOf(body, name) ?? '').replaceAll(/\s+/g, ' ').trim();
  const isTicked = (name: string): boolean => fieldOf(body, name) === 'yes';
  const choice = (name: string): boolean | undefined => {
    const chosen = fieldOf(body, name) ?? '';
    return Object.hasOwn(CHOICES, chosen) ? CHOICES[chosen] : undefined;
  };
  const person = (_: unknown, at: number): PersonRow => {
    const [name = '', birthDate = '', country = '', share = ''] = PERSON_FIELDS.map((field) =>
      line(personName(at, field)),
    );
    return { name, birthDate, country, share };
  };
  return {
    signerName: line('signerName'),
    signerRole: line('signerRole'),
    fundsWords: line('fundsWords'),
    signature: line('signature'),
    place: line('place'),
    persons: Array.from({ length: PERSON_ROWS }, person),
    hasNoOwner: isTicked('hasNoOwner'),
    funds: FUND_SOURCES.filter((source) => isTicked(`funds-${source}`)),
    isPoliticallyExposed: choice('isPoliticallyExposed'),
    isOnOwnAccount: choice('isOnOwnAccount'),
    confirmed: [...statementsIn(body)],
  };
}

/** The hash of each that was ticked. */
function statementsIn(body: unknown): Iterable<string> {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) =>
    /^statement\d+$/.test(name) && typeof value === 'string' ? [value] : [],
  );
}

function faultOfLine(form: DeclarationForm, line: DeclarationLine): DeclarationError[] {
  const max = DECLARATION_MAX_LENGTHS[line];
  const about = { fieldId: lineId(line), label: lineNames[line] };
  if (!hasVisibleCharacter(form[line])) return [{ ...about, text: 'declaration.errorEmpty' }];
  return codePointsOf(form[line]) > max ? [{ ...about, text: 'company.errorFieldLong', max }] : [];
}

function faultOfChoice(
  form: DeclarationForm,
  choice: 'isPoliticallyExposed' | 'isOnOwnAccount',
  label: 'declaration.pep' | 'declaration.ownAccount',
): DeclarationError[] {
  return form[choice] === undefined ? [{ fieldId: choiceId(choice), text: 'declaration.errorChoice', label }] : [];
}

function faultsOfStatements({ confirmed }: DeclarationForm, { statements }: DeclarationWords): DeclarationError[] {
  return statements.flatMap(({ text: words, hash }, at) =>
    confirmed.includes(hash) ? [] : [{ fieldId: statementId(at), text: 'declaration.errorStatement' as const, words }],
  );
}

interface ReadPerson {
  readonly isEmpty: boolean;
  readonly errors: readonly DeclarationError[];
  readonly person?: DeclarationPerson;
}

function readPerson(
  row: PersonRow,
  at: number,
  { hasNoOwner, now }: { readonly hasNoOwner: boolean; readonly now: Date },
): ReadPerson {
  if (PERSON_FIELDS.every((field) => row[field] === '')) return { isEmpty: true, errors: [] };
  const fault = (field: PersonField, text: DeclarationError['text'], max?: number): DeclarationError => ({
    fieldId: personId(at, field),
    label: personLabels[field],
    person: at + 1,
    text,
    ...(max !== undefined && { max }),
  });
  const share = shareOf(row.share);
  const birthDate = row.birthDate === '' ? undefined : birthDateOf(row.birthDate, now);
  const max = DECLARATION_MAX_LENGTHS.signerName;
  const errors = [
    ...(hasVisibleCharacter(row.name) ? [] : [fault('name', 'declaration.errorEmpty')]),
    ...(codePointsOf(row.name) > max ? [fault('name', 'company.errorFieldLong', max)] : []),
    ...(row.birthDate !== '' && birthDate === undefined ? [fault('birthDate', 'declaration.errorDate')] : []),
    ...(isCountryCode(row.country) ? [] : [fault('country', 'declaration.errorEmpty')]),
    ...(share === undefined && !(hasNoOwner && row.share === '') ? [fault('share', 'declaration.errorShare')] : []),
  ];
  return { isEmpty: false, errors, person: { name: row.name, country: row.country, birthDate, share } };
}

/** With a point or a comma, and with or without its sign. */
function shareOf(text: string): number | undefined {
  const digits = /^(\d{1,3}(?:[.,]\d{1,4})?)\s?%?$/.exec(text)?.[1];
  const share = digits === undefined ? 0 : Number(digits.replace(',', '.'));
  return share > 0 && share <= 100 ? share : undefined;
}

/** As browsers send it, or, where they know no field for dates, as it is written in Europe: day, month, year. */
function birthDateOf(text: string, now: Date): Date | undefined {
  const [, day = '', month = '', year = ''] = /^(\d{1,2})[./ -]\s?(\d{1,2})[./ -]\s?(\d{4})\.?$/.exec(text) ?? [];
  const iso = year === '' ? text : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!/^(?:19|20)\d{2}-\d{2}-\d{2}$/.test(iso)) return undefined;
  const date = instantOf(`${iso}T00:00:00Z`);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
  return isReal && date < now ? date : undefined;
}
