import type { A_Expr, Node, SubLink } from 'libpg-query';
import { isPlaceHeld, type Level, type Place, placeOf, type Source } from './sources.ts';
import { namesOf } from './statement.ts';

/** A condition that every row of the result fulfils, and the sources that it holds: an outer join's spares one side. */
export interface Condition {
  readonly expression: Node;
  readonly holds: (source: Source) => boolean;
}

/** Marks what the conditions hold, until no more comes of it: `a = $1 and b = a` holds b by a. */
export function settle(level: Level, conditions: readonly Condition[]): void {
  for (let before = -1, now = countHeld(level); now > before; now = countHeld(level)) {
    before = now;
    for (const { refresh } of level.sources) refresh?.();
    for (const { expression, holds } of conditions) {
      for (const { source, column } of heldBy(expression, level)) {
        if (!level.sources.includes(source) || !holds(source)) continue;
        source.held.add(column);
        if (source.tenant?.keys.includes(column)) source.isHeld = true;
      }
    }
  }
}

function countHeld({ sources }: Level): number {
  return sources.reduce((sum, { held }) => sum + held.size, 0);
}

/** The places that the condition holds, as far as is known by now. */
function heldBy(expression: Node, level: Level): Place[] {
  if ('BoolExpr' in expression) {
    const arms = expression.BoolExpr.args ?? [];
    if (expression.BoolExpr.boolop === 'AND_EXPR') return arms.flatMap((arm) => heldBy(arm, level));
    if (expression.BoolExpr.boolop === 'OR_EXPR') return heldByEach(arms.map((arm) => heldBy(arm, level)));
  }
  if ('A_Expr' in expression) return heldByEqual(expression.A_Expr, level);
  if ('SubLink' in expression) return heldByMembership(expression.SubLink, level);
  return [];
}

/** One of several conditions holds: a source is held when each of them holds one of its keys. */
function heldByEach(arms: readonly Place[][]): Place[] {
  const [first = [], ...others] = arms.map((arm) => arm.filter(isKey));
  return first.filter(({ source }) => others.every((arm) => arm.some((place) => place.source === source)));
}

function isKey({ source, column }: Place): boolean {
  return source.tenant?.keys.includes(column) ?? false;
}

const EQUALITIES = new Set(['AEXPR_OP', 'AEXPR_OP_ANY', 'AEXPR_IN', 'AEXPR_NOT_DISTINCT']);

function heldByEqual({ kind, name, lexpr, rexpr }: A_Expr, level: Level): Place[] {
  if (!lexpr || !rexpr || !EQUALITIES.has(kind ?? '') || namesOf(name).at(-1) !== '=') return [];
  if ('RowExpr' in lexpr && 'RowExpr' in rexpr) {
    const others = rexpr.RowExpr.args ?? [];
    return (lexpr.RowExpr.args ?? []).flatMap((one, n) => heldByPair(one, others[n], level));
  }
  return heldByPair(lexpr, rexpr, level);
}

function heldByPair(one: Node, other: Node | undefined, level: Level): Place[] {
  if (!other) return [];
  return [...(isHeld(other, level) ? columnIn(one, level) : []), ...(isHeld(one, level) ? columnIn(other, level) : [])];
}

/** `column in (select ...)`. */
function heldByMembership({ subLinkType, operName, testexpr, subselect }: SubLink, level: Level): Place[] {
  if (subLinkType !== 'ANY_SUBLINK' || (operName && namesOf(operName).at(-1) !== '=') || !testexpr || !subselect)
    return [];
  const columns = 'RowExpr' in testexpr ? (testexpr.RowExpr.args ?? []) : [testexpr];
  const members = level.ask(subselect, level);
  return columns.flatMap((column, n) => (members[n]?.isHeld ? columnIn(column, level) : []));
}

function columnIn(expression: Node, level: Level): Place[] {
  const place = 'ColumnRef' in expression ? placeOf(expression.ColumnRef.fields, level) : undefined;
  return place ? [place] : [];
}

/** The value is a parameter's, or comes from rows that are held. */
export function isHeld(expression: Node, level: Level): boolean {
  const all = (nodes: readonly Node[] = []): boolean => nodes.length > 0 && nodes.every((node) => isHeld(node, level));
  if ('ParamRef' in expression) return true;
  if ('TypeCast' in expression) return all(expression.TypeCast.arg && [expression.TypeCast.arg]);
  if ('FuncCall' in expression) return all(expression.FuncCall.args);
  if ('List' in expression) return all(expression.List.items);
  if ('A_ArrayExpr' in expression) return all(expression.A_ArrayExpr.elements);
  if ('ColumnRef' in expression) return columnIn(expression, level).some(isPlaceHeld);
  if ('SubLink' in expression) {
    const { subLinkType, subselect } = expression.SubLink;
    const gives = subLinkType === 'EXPR_SUBLINK' || subLinkType === 'ARRAY_SUBLINK';
    return gives && subselect !== undefined && level.ask(subselect, level)[0]?.isHeld === true;
  }
  return false;
}
