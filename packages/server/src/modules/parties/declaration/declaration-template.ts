import { AdminError } from '../../../platform/admin-error.ts';
import { hasVisibleCharacter } from '../../../platform/spelling.ts';
import { isStorable } from '../../../platform/storable-text.ts';
import { type Language, LANGUAGES } from '../../texts/index.ts';

/** In English always, and in each other language that the operator has words for. */
export type WordsByLanguage = Readonly<Partial<Record<Language, string>>> & { readonly en: string };

/** The operator's own words for the declaration; the questions stay those of the house. */
export interface DeclarationTemplate {
  readonly title: WordsByLanguage;
  /** Each is confirmed by a tick of its own. */
  readonly statements: readonly WordsByLanguage[];
}

/** Of the file, so that no more is read of a wrong one. */
export const MAX_TEMPLATE_BYTES = 128 * 1024;
const MAX_TITLE_LENGTH = 120;
const MAX_STATEMENT_LENGTH = 1_500;
const MAX_STATEMENTS = 12;

/** @throws AdminError that says which part of the file is wrong */
export function parseDeclarationTemplate(bytes: Uint8Array): DeclarationTemplate {
  if (bytes.byteLength > MAX_TEMPLATE_BYTES)
    throw new AdminError(`a template has at most ${MAX_TEMPLATE_BYTES / 1024} KB`);
  const { title, statements, ...rest } = requireObject(parseJson(bytes), 'the template');
  requireNothing(rest, 'the template');
  if (!Array.isArray(statements) || statements.length === 0 || statements.length > MAX_STATEMENTS)
    throw new AdminError(`statements is a list of 1 to ${MAX_STATEMENTS}`);
  return {
    title: requireWords(title, 'title', MAX_TITLE_LENGTH),
    statements: statements.map((words, at) => requireWords(words, `statements[${at}]`, MAX_STATEMENT_LENGTH)),
  };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new AdminError('the template is not JSON in UTF-8');
  }
}

function requireObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AdminError(`${what} must be an object`);
  return { ...value };
}

function requireNothing(rest: object, what: string): void {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new AdminError(`${what} has no ${JSON.stringify(unknown)}`);
}

function requireWords(value: unknown, what: string, maxLength: number): WordsByLanguage {
  const { en, ...others } = requireObject(value, what);
  if (en === undefined) throw new AdminError(`${what} lacks English: "en"`);
  const translated = LANGUAGES.filter((language) => others[language] !== undefined).map(
    (language) => [language, requireText(others[language], `${what}.${language}`, maxLength)] as const,
  );
  requireNothing(Object.fromEntries(Object.entries(others).filter(([key]) => !isLanguage(key))), what);
  return { ...Object.fromEntries(translated), en: requireText(en, `${what}.en`, maxLength) };
}

function isLanguage(key: string): boolean {
  return LANGUAGES.some((language) => language === key);
}

function requireText(value: unknown, what: string, maxLength: number): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (!hasVisibleCharacter(text) || !isStorable(text)) throw new AdminError(`${what} must be words`);
  if ([...text].length > maxLength) throw new AdminError(`${what} has at most ${maxLength} characters`);
  return text;
}
