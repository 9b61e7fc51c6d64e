import {
  makePdf,
  type PdfElement,
  type PdfSheet,
  printableLine,
  printableText,
  STYLES,
} from '../../../platform/pdf/index.ts';
import {
  formatCountry,
  formatDay,
  formatPercent,
  inBoth,
  type Language,
  localeOf,
  saidInBoth,
  type TextKey,
  translatorFor,
  withEnglish,
} from '../../texts/index.ts';
import type { Declaration, DeclarationPerson } from './declaration.ts';
import { declarationWords } from './declaration-words.ts';

type Row = readonly [term: string, fact: string];

/**
 * The declaration as a PDF, in the language of its signer with English beside it. The same facts give the same bytes. About 30 KB.
 */
export function renderDeclarationPdf(declaration: Declaration): Promise<Buffer> {
  const paper = paperOf(declaration);
  const { language, invitationId, operatorName, signedAt } = declaration;
  const operator = translatorFor(language)('layout.runBy', { operator: printableLine(operatorName) });
  return makePdf(
    {
      locale: localeOf(language),
      title: `${translatorFor(language)('documentType.AML_DECLARATION')} ${invitationId}`,
      madeAt: signedAt,
      codesNote: translatorFor(language)('receipt.codes'),
      footer: (page, pages) => [
        `${operator} · ${invitationId}`,
        translatorFor(language)('receipt.page', { page, pages }),
      ],
    },
    (sheet, root) => draw(sheet, root, paper),
  );
}

/** All words of the paper, each in the languages that it is in. */
interface Paper {
  readonly titles: readonly string[];
  readonly facts: readonly Row[];
  readonly personsHeading: string;
  readonly personsNote: readonly string[];
  readonly persons: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly fundsHeading: string;
  readonly funds: readonly string[];
  readonly answers: readonly Row[];
  readonly statementsHeading: string;
  readonly statements: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly signatureHeading: string;
  readonly signature: readonly Row[];
  readonly kind: readonly string[];
}

function draw(sheet: PdfSheet, root: PdfElement, paper: Paper): void {
  const [title = '', ...english] = paper.titles;
  sheet.paragraph(root, title, { tag: 'H1', style: STYLES.title, gap: english.length > 0 ? 4 : 14 });
  for (const line of english) sheet.paragraph(root, line, { style: STYLES.heading, gap: 14 });
  sheet.table(root, paper.facts);
  sheet.heading(root, paper.personsHeading);
  for (const line of paper.personsNote) sheet.paragraph(root, line, { style: STYLES.small, gap: 4 });
  sheet.list(root, paper.persons);
  sheet.heading(root, paper.fundsHeading);
  for (const source of paper.funds) sheet.paragraph(root, source);
  for (const [question, answer] of paper.answers) {
    sheet.paragraph(root, question, { style: STYLES.term, gap: 2 });
    sheet.paragraph(root, answer, { style: STYLES.strong });
  }
  sheet.heading(root, paper.statementsHeading);
  sheet.list(root, paper.statements);
  sheet.heading(root, paper.signatureHeading, 140);
  sheet.table(root, paper.signature);
  for (const line of paper.kind) sheet.paragraph(root, line, { style: STYLES.small, gap: 4 });
}

function paperOf(declaration: Declaration): Paper {
  const { language, template } = declaration;
  const sellerName = printableLine(declaration.sellerName);
  const words = withEnglish(language).map((spoken) => declarationWords({ template, language: spoken, sellerName }));
  const both = (key: TextKey): string => inBoth(language, (spoken) => translatorFor(spoken)(key));
  const eachOf = (key: TextKey): string[] => saidInBoth(language, (spoken) => translatorFor(spoken)(key));
  const [first] = words;
  const answer = (isYes: boolean): string => both(isYes ? 'declaration.yes' : 'declaration.no');
  return {
    titles: [...new Set(words.map(({ title }) => printableLine(title)))],
    facts: [
      [both('company.name'), printableLine(declaration.companyName)],
      [both('company.vatNumber'), printableLine(declaration.vatNumber)],
      [both('request.from'), sellerName],
      [both('declaration.signer'), printableLine(declaration.signerName)],
      [both('declaration.role'), printableLine(declaration.signerRole)],
      [both('receipt.reference'), declaration.invitationId],
    ],
    personsHeading: both('declaration.owners'),
    personsNote: eachOf(declaration.hasNoOwner ? 'declaration.noOwner' : 'declaration.ownersHint'),
    persons: declaration.persons.map((person) => personItem(person, language)),
    fundsHeading: both('declaration.funds'),
    funds: fundsOf(declaration, both),
    answers: [
      [both('declaration.pep'), answer(declaration.isPoliticallyExposed)],
      [both('declaration.ownAccount'), answer(declaration.isOnOwnAccount)],
    ],
    statementsHeading: both('declaration.confirm'),
    statements: (first?.statements ?? []).map((_, at) => {
      const texts = words.map(({ statements }) => printableText(statements[at]?.text ?? ''));
      const [title = '', ...lines] = new Set(texts);
      return { title, lines };
    }),
    signatureHeading: both('declaration.signature'),
    signature: [
      [both('declaration.signature'), printableLine(declaration.signature)],
      [both('declaration.place'), printableLine(declaration.place)],
      [
        both('declaration.date'),
        `${inBoth(language, (spoken) => formatDay(declaration.signedAt, spoken, declaration.companyCountry))}\n${declaration.signedAt.toISOString()} (UTC)`,
      ],
    ],
    kind: eachOf('declaration.kind'),
  };
}

function personItem({ name, birthDate, country, share }: DeclarationPerson, language: Language) {
  const fact = (key: TextKey, value: string): string =>
    `${inBoth(language, (spoken) => translatorFor(spoken)(key))}: ${value}`;
  return {
    title: printableLine(name),
    lines: [
      ...(birthDate
        ? [
            fact(
              'declaration.birthDate',
              inBoth(language, (spoken) => formatDay(birthDate, spoken)),
            ),
          ]
        : []),
      fact(
        'declaration.residence',
        inBoth(language, (spoken) => formatCountry(country, spoken)),
      ),
      ...(share === undefined
        ? []
        : [
            fact(
              'declaration.share',
              inBoth(language, (spoken) => formatPercent(share, spoken)),
            ),
          ]),
    ],
  };
}

/** A line for each. */
function fundsOf({ funds, fundsWords }: Declaration, both: (key: TextKey) => string): string[] {
  return funds.map((source) => {
    const name = both(`declaration.funds.${source}`);
    return source === 'other' ? `${name}: ${printableLine(fundsWords)}` : name;
  });
}
