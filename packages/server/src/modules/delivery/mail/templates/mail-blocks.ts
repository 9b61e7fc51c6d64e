import type { MailContact } from './mail-contact.ts';
import type { MailBrand } from './mail-brand.ts';
import type { Language } from '../../../texts/index.ts';

/** A mail as content: text and HTML are both made from it, so that neither says less than the other. */
export interface MailContent {
  readonly language: Language;
  readonly subject: string;
  readonly heading: string;
  readonly greeting: string;
  readonly blocks: readonly MailBlock[];
  /** Above the rest of the foot. */
  readonly contact?: MailContact | undefined;
  readonly footer: string;
  /** The operator's own pages, where he has named them. */
  readonly footerLinks: readonly MailLink[];
  readonly brand: MailBrand;
}

export type MailBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'section'; readonly heading: string; readonly text: string }
  | { readonly kind: 'quote'; readonly heading: string; readonly text: string }
  | { readonly kind: 'button'; readonly label: string; readonly url: string; readonly hint: string }
  | { readonly kind: 'list'; readonly heading: string; readonly items: readonly MailListItem[] }
  | { readonly kind: 'facts'; readonly rows: readonly MailFact[] }
  /** A page where the reader can say what is wrong. */
  | { readonly kind: 'report'; readonly text: string; readonly label: string; readonly url: string }
  | { readonly kind: 'contact'; readonly text: string; readonly contact: string };

export interface MailLink {
  readonly label: string;
  readonly url: string;
}

export interface MailListItem {
  readonly title: string;
  readonly text: string;
}

export interface MailFact {
  readonly term: string;
  readonly fact: string;
}
