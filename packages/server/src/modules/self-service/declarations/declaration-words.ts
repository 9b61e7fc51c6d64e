import { createHash } from 'node:crypto';
import { type Language, LANGUAGES, translatorFor } from '../../texts/index.ts';
import type { DeclarationTemplate, WordsByLanguage } from '../../parties/declaration/index.ts';

export interface DeclarationWords {
  readonly title: string;
  readonly statements: readonly DeclarationStatement[];
}

export interface DeclarationStatement {
  readonly text: string;
  /** Of these very words: a tick tells by it what was read. */
  readonly hash: string;
}

interface WordsWish {
  readonly template: DeclarationTemplate | null;
  readonly language: Language;
  readonly sellerName: string;
}

/** What is declared, in one language; a template that has no words in it gives its English ones. */
export function declarationWords({ template, language, sellerName }: WordsWish): DeclarationWords {
  if (template) {
    const of = (words: WordsByLanguage): string => words[language] ?? words.en;
    return { title: of(template.title), statements: template.statements.map((words) => statementOf(of(words))) };
  }
  const translate = translatorFor(language);
  return {
    title: translate('documentType.AML_DECLARATION'),
    statements: [
      statementOf(translate('declaration.statementTrue')),
      statementOf(translate('declaration.statementChanges', { seller: sellerName })),
    ],
  };
}

/** Another one with any other word of any language; the seller's name is no word of it. */
export function templateVersion(template: DeclarationTemplate | null): string {
  const words = template ?? LANGUAGES.map((language) => declarationWords({ template, language, sellerName: '' }));
  return hashOf(JSON.stringify(words));
}

function statementOf(text: string): DeclarationStatement {
  return { text, hash: hashOf(text) };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
