import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import type { Machine } from './machine.ts';
import { goals, goalWords, notes, rows, rowWords, TITLES } from './report.ts';

const PATH = 'docs/performance.md';
const LAST_RUN = /<!-- last run -->[^]*<!-- end of last run -->/;

/** Puts this run in the place of the last one. */
export async function writePerformanceTable({ description, date, loadBefore }: Machine): Promise<void> {
  const parts = [
    `${date}, ${description}; load average before it: ${loadBefore}.`,
    tableOf(TITLES, rows.map(rowWords)),
    tableOf(
      ['', 'seen', 'goal', ''],
      goals.map((goal) => {
        const { what, figure, aim } = goalWords(goal);
        return [what, figure, aim, goal.met ? 'met' : 'NOT MET'];
      }),
    ),
    notes.map((note) => `- ${note}`).join('\n'),
  ];
  const text = await readFile(PATH, 'utf8');
  if (!LAST_RUN.test(text)) throw new Error(`${PATH} has no place for the last run`);
  const written = text.replace(
    LAST_RUN,
    () => `<!-- last run -->\n\n${parts.join('\n\n')}\n\n<!-- end of last run -->`,
  );
  await writeFile(PATH, await format(written, { ...(await resolveConfig(PATH)), filepath: PATH }));
}

function tableOf(titles: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(titles), row(titles.map(() => '---')), ...lines.map(row)].join('\n');
}
