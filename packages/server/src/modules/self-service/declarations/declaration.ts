import type { Language } from '../../texts/index.ts';
import type { DeclarationTemplate } from '../../parties/declaration/index.ts';

/** Where the money comes from, in the order of the form. */
export const FUND_SOURCES = ['business', 'loan', 'shareholders', 'sale', 'other'] as const;
export type FundSource = (typeof FUND_SOURCES)[number];

/** Who owns or controls the company, or, where nobody does, manages it. */
export interface DeclarationPerson {
  readonly name: string;
  /** At midnight UTC. */
  readonly birthDate?: Date | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Of a hundred. */
  readonly share?: number | undefined;
}

/** What was declared, by whom and when. Names and words are strangers' and may hold anything. */
export interface Declaration {
  readonly language: Language;
  /** Null: the words of the house. */
  readonly template: DeclarationTemplate | null;
  readonly sellerName: string;
  readonly operatorName: string;
  readonly invitationId: string;
  readonly companyName: string;
  readonly vatNumber: string;
  /** Of the company, ISO 3166-1 alpha-2: by its clock the paper has its date. */
  readonly companyCountry: string;
  readonly signerName: string;
  readonly signerRole: string;
  /** Nobody holds more than a quarter: the persons are those in management. */
  readonly hasNoOwner: boolean;
  readonly persons: readonly DeclarationPerson[];
  readonly funds: readonly FundSource[];
  /** Of the source `other`. */
  readonly fundsWords: string;
  readonly isPoliticallyExposed: boolean;
  readonly isOnOwnAccount: boolean;
  /** As it was typed. */
  readonly signature: string;
  readonly place: string;
  readonly signedAt: Date;
}
