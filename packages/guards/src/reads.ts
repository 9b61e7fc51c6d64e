import type { Node } from 'libpg-query';
import type { Catalogue, DatabaseFunction } from './catalogue.ts';
import { namesOf, parseScript, walk } from './statement.ts';

/** Of PostgreSQL's own functions, those that change something, or lock it. */
const EFFECTS = /^(nextval|setval|set_config|pg_notify|pg_(try_)?advisory_.*|pg_(cancel|terminate)_backend|lo_.*)$/;

/**
 * Finds what in a statement changes or locks rows, or calls a function that does. Such a statement may have to wait for somebody's lock,
 * and must not be sent as a read: reads of several callers share a connection.
 */
export function effectFinder({ functions }: Catalogue): (tree: Node) => string[] {
  const changing = new Set(functions.filter(hasEffects).map(({ name }) => name));
  return (tree) => effectsIn(tree, (name) => changing.has(name) || EFFECTS.test(name));
}

/** PostgreSQL lets only volatile functions change rows. Those in another language than SQL are not looked into. */
function hasEffects({ language, isVolatile, body }: DatabaseFunction): boolean {
  if (!isVolatile) return false;
  return language !== 'sql' || effectsIn(parseScript(body), (name) => EFFECTS.test(name)).length > 0;
}

function effectsIn(tree: Node | readonly Node[], isChanging: (name: string) => boolean): string[] {
  const found = new Set<string>();
  walk(tree, (node) => {
    const [kind = ''] = Object.keys(node);
    if (kind.endsWith('Stmt') && kind !== 'SelectStmt') found.add(kind);
    if ('LockingClause' in node) found.add('row lock');
    if (!('FuncCall' in node)) return;
    const called = namesOf(node.FuncCall.funcname).at(-1) ?? '';
    if (isChanging(called)) found.add(`${called}()`);
  });
  return [...found];
}
