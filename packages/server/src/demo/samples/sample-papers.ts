import { makePdf, STYLES } from '../../platform/pdf/index.ts';
import { COMPANY, MADE_UP, MANAGER, SPECIMEN, WRITTEN_AT } from './sample-facts.ts';

interface Part {
  readonly heading: string;
  readonly rows?: readonly (readonly [term: string, fact: string])[];
  readonly lines?: readonly string[];
}

export function registerExtract(): Promise<Buffer> {
  return paper('Extract from the commercial register', [
    {
      heading: 'The company',
      rows: [
        ['Name', COMPANY.name],
        ['Legal form', 'Private limited company (sociedade por quotas)'],
        ['Seat', `${COMPANY.street}\n${COMPANY.town}\n${COMPANY.country}`],
        ['Registered on', COMPANY.registered],
        ['Share capital', COMPANY.capital],
        ['Object', 'Trade in motor vehicles, and their repair'],
      ],
    },
    {
      heading: 'Who acts for it',
      rows: [
        ['Manager', MANAGER.name],
        ['Signs', 'Alone'],
      ],
    },
  ]);
}

export function amlDeclaration(): Promise<Buffer> {
  return paper('Declaration against money laundering', [
    {
      heading: 'Who declares',
      rows: [
        ['Company', COMPANY.name],
        ['VAT number', COMPANY.vatNumber],
        ['Signed by', `${MANAGER.name}, manager`],
      ],
    },
    {
      heading: 'Beneficial owner',
      rows: [
        ['Name', MANAGER.name],
        ['Share', '100 %'],
      ],
    },
    {
      heading: 'What is declared',
      lines: [
        'The company buys on its own account, and pays from its trading income by bank transfer.',
        'Nobody named here holds a prominent public office, or is a close relative of somebody who does.',
      ],
    },
    {
      heading: 'Signature',
      rows: [
        ['Place and date', 'Porto, 2 November 2026'],
        ['Signature', MANAGER.name],
      ],
    },
  ]);
}

function paper(title: string, parts: readonly Part[]): Promise<Buffer> {
  const codesNote = 'What the fonts lack is written as codes in brackets.';
  const facts = { locale: 'en', codesNote, title: `${SPECIMEN}: ${title}`, madeAt: WRITTEN_AT } as const;
  const footer = (page: number, pages: number) => [`${SPECIMEN}. ${MADE_UP}`, `Page ${page} of ${pages}`] as const;
  return makePdf({ ...facts, footer }, (sheet, root) => {
    sheet.paragraph(root, SPECIMEN, { style: STYLES.heading });
    sheet.paragraph(root, title, { tag: 'H1', style: STYLES.title, gap: 4 });
    sheet.paragraph(root, MADE_UP, { style: STYLES.small });
    for (const { heading, rows = [], lines = [] } of parts) {
      sheet.heading(root, heading);
      if (rows.length > 0) sheet.table(root, rows);
      for (const line of lines) sheet.paragraph(root, line);
    }
  });
}
