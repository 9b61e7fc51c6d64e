import type { DeclarationWords, FundSource } from '../../../modules/self-service/declarations/index.ts';
import type { TextKey } from '../../../modules/texts/index.ts';
import type { RequestSummary } from '../request-summary.ts';

/** Rows of the form, filled in or not. */
export const PERSON_ROWS = 4;

export const DECLARATION_MAX_LENGTHS = {
  signerName: 200,
  signerRole: 100,
  fundsWords: 300,
  signature: 200,
  place: 100,
};
export type DeclarationLine = keyof typeof DECLARATION_MAX_LENGTHS;

/** A row as it was written. */
export interface PersonRow {
  readonly name: string;
  readonly birthDate: string;
  readonly country: string;
  readonly share: string;
}
export type PersonField = keyof PersonRow;

/** As it was written, whether right or wrong. */
export interface DeclarationForm extends Readonly<Record<DeclarationLine, string>> {
  readonly persons: readonly PersonRow[];
  readonly hasNoOwner: boolean;
  readonly funds: readonly FundSource[];
  readonly isPoliticallyExposed?: boolean | undefined;
  readonly isOnOwnAccount?: boolean | undefined;
  /** Hashes of the statements that were ticked. */
  readonly confirmed: readonly string[];
}

/** Words about a field; `label` becomes the text's `name`. */
export interface DeclarationError {
  readonly fieldId: string;
  readonly text: TextKey;
  readonly label?: TextKey;
  /** Where the field is one of a row: which. */
  readonly person?: number;
  readonly max?: number;
  /** Of a statement. */
  readonly words?: string;
}

export interface DeclarationModel {
  readonly request: RequestSummary;
  /** As the buyer confirmed or corrected it. */
  readonly company: { readonly name: string; readonly vatNumber: string; readonly country: string };
  readonly words: DeclarationWords;
  readonly form: DeclarationForm;
  readonly today: Date;
  readonly errors?: readonly DeclarationError[] | undefined;
  /** Why the paper could not be added though nothing is wrong with the form. */
  readonly refusal?: string | undefined;
}

/** Where words about the signing itself stand. */
export const signHeadingId = 'heading-signature';
export const fundsId = 'declaration-funds';

/** What messages about a line call it. */
export const lineNames: Readonly<Record<DeclarationLine, TextKey>> = {
  signerName: 'declaration.name',
  signerRole: 'declaration.role',
  fundsWords: 'declaration.funds.other',
  signature: 'declaration.signature',
  place: 'declaration.place',
};

export const lineLabels: Readonly<Record<DeclarationLine, TextKey>> = {
  ...lineNames,
  fundsWords: 'declaration.fundsWords',
};

export const personLabels: Readonly<Record<PersonField, TextKey>> = {
  name: 'declaration.name',
  birthDate: 'declaration.birthDate',
  country: 'declaration.residence',
  share: 'declaration.share',
};

export function lineId(line: DeclarationLine): string {
  return `declaration-${line}`;
}

/** Of the row `at`, from 0. */
export function personId(at: number, field: PersonField): string {
  return `declaration-${personName(at, field)}`;
}

/** In the form. */
export function personName(at: number, field: PersonField): string {
  return `person${at + 1}-${field}`;
}

export function statementId(at: number): string {
  return `declaration-statement${at + 1}`;
}

export function choiceId(choice: 'isPoliticallyExposed' | 'isOnOwnAccount'): string {
  return `declaration-${choice}`;
}
