/** Words as they stand in the country, with their language (BCP 47) for whoever reads them aloud. */
export interface LocalWords {
  readonly text: string;
  readonly language: string;
}

export interface LocalDocument {
  /** What it is called there; the name of the register or of the number where no name of a document could be checked. */
  readonly names: readonly LocalWords[];
  /** None where everybody has the document already, or knows whom to ask: his bank, himself. */
  readonly authorities: readonly LocalWords[];
  /** Of an official register only. */
  readonly url?: string;
}

/** By country (ISO 3166-1 alpha-2). */
export type ByCountry = Readonly<Record<string, LocalDocument>>;

type TextByLanguage = Readonly<Record<string, string>>;

export function local(language: string, name: string, [authority, url]: readonly [string, string?]): LocalDocument {
  const names = words({ [language]: name });
  const authorities = words({ [language]: authority });
  return { names, authorities, ...(url !== undefined && { url }) };
}

/** A document of which only the name is worth a word. */
export function named(texts: TextByLanguage): LocalDocument {
  return { names: words(texts), authorities: [] };
}

export function words(texts: TextByLanguage): LocalWords[] {
  return Object.entries(texts).map(([language, text]) => ({ text, language }));
}
