import { scanSync } from 'libpg-query';

/** What may stand between a word such as FROM and the table that it introduces. */
const BETWEEN = new Set(['only', 'lateral', 'table']);
const INTRODUCING = new Set(['from', 'join', 'into', 'update', 'using']);
/** After these a comma introduces one more. */
const LISTING = new Set(['from', 'using']);
const ENDING = new Set(['where', 'set', 'group', 'order', 'limit', 'returning', 'union', 'select', 'values']);

/**
 * The tables, views and functions among `known` that a piece of SQL names. It need not be a whole statement: it is read word by word,
 * by PostgreSQL's own scanner.
 */
export function namedIn(text: string, known: ReadonlySet<string>): string[] {
  const words = scanSync(text).tokens.filter(({ tokenName }) => !tokenName.endsWith('_COMMENT'));
  const at = (n: number): string => words[n]?.text.toLowerCase() ?? '';
  const results = new Set(words.flatMap((_, n) => (isResultName(at, n) ? [at(n)] : [])));
  const found = new Set<string>();
  /** By depth of parentheses: within a list of tables. */
  const listing = [false];
  let introduced = false;
  for (const n of words.keys()) {
    const word = at(n);
    const name = word.replaceAll('"', '');
    const isUsed = at(n - 1) === '.' ? at(n - 2) === 'public' : introduced || '.('.includes(at(n + 1) || ' ');
    if (isUsed && known.has(name) && !results.has(name)) found.add(name);
    if (word === '(') listing.push(false);
    if (word === ')' && listing.length > 1) listing.pop();
    if (LISTING.has(word) || ENDING.has(word)) listing[listing.length - 1] = LISTING.has(word);
    introduced =
      INTRODUCING.has(word) || (word === ',' && listing.at(-1) === true) || (introduced && BETWEEN.has(word));
  }
  return [...found];
}

/** `name as (`, `name as materialized (`: a common table expression of that name hides the table. */
function isResultName(at: (n: number) => string, n: number): boolean {
  if (at(n + 1) !== 'as') return false;
  const next = at(n + 2) === 'not' ? n + 3 : n + 2;
  return at(at(next) === 'materialized' ? next + 1 : next) === '(';
}
