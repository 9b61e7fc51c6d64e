import { loadModule, type Node, parseSync, scanSync } from 'libpg-query';

await loadModule();

/** A span of a statement that a comment takes out of the tenancy rule, with the comment's words. */
export interface Exemption {
  readonly words: string;
  readonly start: number;
  readonly end: number;
}

export interface ParsedStatement {
  readonly text: string;
  readonly tree: Node;
  readonly exemptions: readonly Exemption[];
}

const MARKER = /^\/\*\s*((?:across sellers|by id alone): \S[^]*?)\s*\*\/$/;

/** By PostgreSQL's own parser. @throws SqlError */
export function parseStatement(text: string): ParsedStatement {
  const [tree, ...more] = parseScript(text);
  if (!tree || more.length > 0) throw new Error(`one statement was expected: ${text}`);
  return { text, tree, exemptions: exemptionsIn(text) };
}

/** Several statements, such as a function's body. */
export function parseScript(text: string): Node[] {
  return (parseSync(text).stmts ?? []).flatMap(({ stmt }) => stmt ?? []);
}

/** A marker covers what follows it within its parentheses: a subquery, a common table expression, or the whole statement. */
function exemptionsIn(text: string): Exemption[] {
  if (!text.includes('/*')) return [];
  const { tokens } = scanSync(text);
  return tokens.flatMap(({ text: comment, start }, at) => {
    const words = MARKER.exec(comment)?.[1];
    if (words === undefined) return [];
    let depth = 0;
    const closing = tokens.slice(at).find((token) => {
      if (token.text === '(') depth += 1;
      if (token.text === ')') depth -= 1;
      return depth < 0;
    });
    return [{ words, start, end: closing?.start ?? text.length }];
  });
}

/** Calls `visit` for each node from here down; where that returns false, not for those within it. */
export function walk(value: unknown, visit: (node: Node) => boolean | void): void {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value) && visit(value) === false) return;
  for (const member of Object.values(value)) walk(member, visit);
}

/** The parser wraps each node in an object with one member, named after the node's kind. */
function isNode(value: object): value is Node {
  const [kind, ...more] = Object.keys(value);
  return kind !== undefined && more.length === 0 && /^[A-Z]/.test(kind);
}

/** The names in a list of `String` nodes, such as those of a column or a function. */
export function namesOf(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).map((node) => ('String' in node ? (node.String.sval ?? '') : '*'));
}
