import type { SentStatement } from './check-statements.ts';
import { readSource, type SourceStatement } from './read-source.ts';

/** Where `npm run statements` prints them. */
export const STATEMENTS_FILE = 'schema/statements.sql';

/** A template of the source: what stands between the values that are filled in, without white space. */
interface Piece {
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly literals: readonly string[];
}

interface Shown {
  readonly sent: SentStatement;
  readonly pieces: readonly Piece[];
}

const HEADER = `-- What the product sends to the database, assembled, with the files that each statement is made of: so few that every piece of SQL in the
-- source is shown once. Made by \`npm run statements\` out of what a run of all tests sent. A part is what no test sends
-- through a database of its own, such as the operator's commands: as it stands in the source.
`;
const TELLING_LENGTH = 40;
const HEADING = /^-- (?:read|write|list|part): .*$/m;

/** As few of the sent statements as show every piece that was sent, in the order of the files. */
export function printStatements(sent: readonly SentStatement[], files: Readonly<Record<string, string>>): string {
  const pieces = piecesOf(read(files));
  const all = [...sent]
    .sort((one, other) => one.text.length - other.text.length || (one.text < other.text ? -1 : 1))
    .map((one): Shown => ({ sent: one, pieces: piecesIn(one.text, pieces) }));
  const missing = new Set(all.flatMap((one) => one.pieces));
  const chosen: Shown[] = [];
  // Those with the fewest statements to choose from come first: they leave no choice.
  const scarceFirst = [...missing].sort((one, other) => showing(all, one).length - showing(all, other).length);
  for (const piece of scarceFirst) {
    if (!missing.has(piece)) continue;
    const best = showing(all, piece).reduce((one, other) =>
      gainOf(other, missing) > gainOf(one, missing) ? other : one,
    );
    for (const shown of best.pieces) missing.delete(shown);
    chosen.push(best);
  }
  const printed = chosen.map((one) => `-- ${one.sent.kind}: ${placesOf(one)}\n${dedent(one.sent.text)};\n`).sort();
  const shown = new Set(all.flatMap((one) => one.pieces));
  const parts = pieces
    .filter((piece) => !shown.has(piece))
    .map((piece) => `-- part: ${nameOf(piece)}\n${dedent(piece.text)};\n`);
  return [HEADER, ...printed, ...parts].join('\n');
}

/** Pieces of the source that the file does not show, and what it shows that the source does not make any more. */
export function findStale(printed: string, files: Readonly<Record<string, string>>): string[] {
  const source = read(files);
  const pieces = piecesOf(source);
  const statements = printed.split(HEADING).slice(1);
  const shown = new Set(statements.flatMap((text) => piecesIn(text, pieces)));
  const unseen = pieces
    .filter((piece) => !shown.has(piece))
    .map(({ file, line }) => `${file}:${line} is in no statement of ${STATEMENTS_FILE}`);
  const vocabulary = vocabularyOf(source);
  const gone = statements.flatMap((text) => {
    const rest = unmade(normal(text).replace(/;$/, ''), vocabulary);
    return rest === undefined ? [] : [`${STATEMENTS_FILE} has what no file makes: ${rest.slice(0, 60)}`];
  });
  return [...unseen, ...gone];
}

interface Found extends SourceStatement {
  readonly file: string;
  readonly literals: readonly string[];
}

function read(files: Readonly<Record<string, string>>): Found[] {
  return Object.entries(files).flatMap(([file, source]) =>
    readSource(file, source).statements.map((one) => ({ ...one, file, literals: normal(one.text).split(/\$\d+/) })),
  );
}

/** What goes to the database as a statement or as part of one; not what is only a name, or is sent past the face of platform/db. */
function piecesOf(source: readonly Found[]): Piece[] {
  return source.filter(({ isTemplate }) => isTemplate);
}

function piecesIn(text: string, pieces: readonly Piece[]): Piece[] {
  const whole = normal(text);
  return pieces.filter(({ literals }) => {
    let at = 0;
    return literals.every((literal) => {
      const found = whole.indexOf(literal, at);
      at = found + literal.length;
      return found >= 0;
    });
  });
}

function showing(all: readonly Shown[], piece: Piece): readonly Shown[] {
  return all.filter(({ pieces }) => pieces.includes(piece));
}

function gainOf({ pieces }: Shown, missing: ReadonlySet<Piece>): number {
  return pieces.filter((piece) => missing.has(piece)).length;
}

/** What `join` puts between pieces, and what stands in the place of a value. */
const BETWEEN = [',', 'and', 'or', '$'];

/** What a statement can be made of: the literals of templates, and raw text, whose values are names. */
interface Vocabulary {
  readonly literals: readonly string[];
  readonly raw: readonly RegExp[];
}

function vocabularyOf(source: readonly Found[]): Vocabulary {
  const literals = source.filter(({ isTemplate }) => isTemplate).flatMap((one) => one.literals);
  const raw = source
    .filter(({ isTemplate }) => !isTemplate)
    .map(
      (one) =>
        new RegExp(one.literals.map((literal) => literal.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('\\w+?'), 'y'),
    );
  return { literals: [...new Set([...literals, ...BETWEEN])].filter((literal) => literal !== ''), raw };
}

/** From where no part of the source goes on; undefined where the whole is made of such parts. */
function unmade(text: string, { literals, raw }: Vocabulary): string | undefined {
  const whole = text.replace(/\$\d+/g, '$');
  const reached = new Set([0]);
  let last = 0;
  for (let at = 0; at < whole.length; at += 1) {
    if (!reached.has(at)) continue;
    last = at;
    for (const literal of literals) if (whole.startsWith(literal, at)) reached.add(at + literal.length);
    for (const pattern of raw) reached.add(at + lengthAt(pattern, whole, at));
  }
  return reached.has(whole.length) ? undefined : whole.slice(last);
}

function lengthAt(pattern: RegExp, whole: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(whole)?.[0].length ?? 0;
}

function normal(text: string): string {
  return text.replace(/\s+/g, '');
}

function nameOf({ file }: Piece): string {
  return file.replace('packages/server/src/', '');
}

function placesOf({ pieces }: Shown): string {
  // A shorter one could be of anybody.
  const told = pieces.filter(({ literals }) => literals.join('').length >= TELLING_LENGTH);
  return [...new Set(told.map(nameOf))].join(', ');
}

function dedent(text: string): string {
  return text.trim().replace(/\n[ \t]+/g, '\n  ');
}
