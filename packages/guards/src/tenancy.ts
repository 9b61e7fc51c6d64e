import type { InsertStmt, JoinExpr, Node, RangeFunction, RangeVar, SelectStmt, WithClause } from 'libpg-query';
import { type Catalogue, tenantKeysOf } from './catalogue.ts';
import { type Condition, isHeld, settle } from './conditions.ts';
import { type Column, type Level, resultSource, type Source, starColumns } from './sources.ts';
import { namesOf, type ParsedStatement, walk } from './statement.ts';

export interface TenancyBreach {
  readonly table: string;
  /** Where its name stands in the statement. */
  readonly location: number;
}

/**
 * Finds the places where a statement touches rows of sellers without being held to one: in the same query no equality binds their
 * `seller_id`, or the key by which they hang on a row that has one, to a parameter or to a row that is bound itself. To select the
 * column is not enough.
 */
export function tenancyChecker(catalogue: Catalogue): (statement: ParsedStatement) => TenancyBreach[] {
  const keys = tenantKeysOf(catalogue);
  return ({ tree, exemptions }) => {
    const breaches = new Map<number, TenancyBreach>();
    function report({ table, location }: TenancyBreach): void {
      const isExempt = exemptions.some(({ start, end }) => location >= start && location < end);
      if (!isExempt) breaches.set(location, { table, location });
    }
    columnsOf(tree, { catalogue, keys, report, outer: undefined, results: new Map() });
    return [...breaches.values()];
  };
}

/** What a query is read within. */
interface Scope {
  readonly catalogue: Catalogue;
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly report: (breach: TenancyBreach) => void;
  readonly outer: Level | undefined;
  /** Of common table expressions, by name. */
  readonly results: ReadonlyMap<string, readonly Column[]>;
}

/** Checks a query and all within it; returns what it gives out. */
function columnsOf(query: Node, scope: Scope): readonly Column[] {
  if ('SelectStmt' in query) return columnsOfSelect(query.SelectStmt, scope);
  if ('InsertStmt' in query) return columnsOfInsert(query.InsertStmt, scope);
  if ('UpdateStmt' in query) {
    const { relation, fromClause, ...update } = query.UpdateStmt;
    return columnsOfChange({ ...update, from: [...rangeOf(relation), ...(fromClause ?? [])] }, scope);
  }
  if ('DeleteStmt' in query) {
    const { relation, usingClause, ...deletion } = query.DeleteStmt;
    return columnsOfChange({ ...deletion, from: [...rangeOf(relation), ...(usingClause ?? [])] }, scope);
  }
  throw new Error(`a kind of statement that the tenancy rule does not know: ${Object.keys(query).join()}`);
}

function rangeOf(relation: RangeVar | undefined): Node[] {
  return relation ? [{ RangeVar: relation }] : [];
}

function columnsOfSelect(select: SelectStmt, around: Scope): readonly Column[] {
  const scope = withResults(select.withClause, around);
  if (select.larg && select.rarg) {
    const right = columnsOfSelect(select.rarg, scope);
    return columnsOfSelect(select.larg, scope).map(({ name, isHeld: left }, n) => ({
      name,
      isHeld: left && right[n]?.isHeld === true,
    }));
  }
  const { fromClause = [], whereClause, valuesLists } = select;
  const rest = { ...select, withClause: undefined, fromClause: undefined, whereClause: undefined };
  const level = settledLevel({ from: fromClause, where: whereClause, rest }, scope);
  if (valuesLists) return columnsOfValues(valuesLists, level);
  return columnsOfTargets(select.targetList, level);
}

function columnsOfValues(rows: readonly Node[], level: Level): Column[] {
  const values = rows.map((row) => ('List' in row ? (row.List.items ?? []) : []));
  return (values[0] ?? []).map((_, n) => ({
    name: `column${n + 1}`,
    isHeld: values.every((row) => row[n] !== undefined && isHeld(row[n], level)),
  }));
}

interface Change {
  readonly from: readonly Node[];
  readonly whereClause?: Node;
  readonly targetList?: Node[];
  readonly returningClause?: { readonly exprs?: Node[] };
  readonly withClause?: WithClause;
}

function columnsOfChange(
  { from, whereClause, targetList, returningClause, withClause }: Change,
  around: Scope,
): Column[] {
  const scope = withResults(withClause, around);
  const level = settledLevel({ from, where: whereClause, rest: [targetList, returningClause] }, scope);
  return columnsOfTargets(returningClause?.exprs, level);
}

/** What is inserted with its key is the tenant's. What is there already and gets changed has to be found by a key too. */
function columnsOfInsert(insert: InsertStmt, around: Scope): Column[] {
  const scope = withResults(insert.withClause, around);
  if (insert.selectStmt) columnsOf(insert.selectStmt, scope);
  const target = insert.relation && sourceOfTable(insert.relation, scope);
  const level = openLevel(scope);
  if (target) level.sources.push(target);
  if (target?.tenant) {
    const { keys } = target.tenant;
    const names = insert.cols?.map((column) => ('ResTarget' in column ? column.ResTarget.name : undefined));
    target.isHeld = (names ?? keys).some((name) => name !== undefined && keys.includes(name));
    const { action, infer } = insert.onConflictClause ?? {};
    const found = infer?.indexElems?.map((column) => ('IndexElem' in column ? column.IndexElem.name : undefined));
    const changesOthers = action === 'ONCONFLICT_UPDATE' && !found?.some((name) => name && keys.includes(name));
    if (!target.isHeld || changesOthers) scope.report(target.tenant);
  }
  checkSubqueries([insert.onConflictClause, insert.returningClause], level, scope);
  return columnsOfTargets(insert.returningClause?.exprs, level);
}

/** The common table expressions, each seeing those before it. */
function withResults(clause: WithClause | undefined, around: Scope): Scope {
  const results = new Map(around.results);
  const scope = { ...around, results };
  for (const node of clause?.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue;
    const { ctename = '', ctequery, aliascolnames } = node.CommonTableExpr;
    const columns = ctequery ? columnsOf(ctequery, scope) : [];
    results.set(ctename, renamed(columns, namesOf(aliascolnames)));
  }
  return scope;
}

function renamed(columns: readonly Column[], names: readonly string[]): readonly Column[] {
  return columns.map((column, n) => ({ ...column, name: names[n] ?? column.name }));
}

interface QueryParts {
  readonly from: readonly Node[];
  readonly where: Node | undefined;
  /** Everything else that may hold subqueries. */
  readonly rest: unknown;
}

/** The query's sources after its conditions have held what they can; reports those that stay open. */
function settledLevel({ from, where, rest }: QueryParts, scope: Scope): Level {
  const level = openLevel(scope);
  const conditions: Condition[] = from.flatMap((item) => openSource(item, level, scope).conditions);
  if (where) conditions.push({ expression: where, holds: () => true });
  settle(level, conditions);
  for (const { tenant, isHeld: held } of level.sources) if (tenant && !held) scope.report(tenant);
  checkSubqueries([from, where, rest], level, scope);
  return level;
}

/** Its subqueries can be asked without that what they find on the way is reported. */
function openLevel(scope: Scope): Level {
  return {
    sources: [],
    outer: scope.outer,
    ask: (query, level) => columnsOf(query, { ...scope, outer: level, report: () => undefined }),
  };
}

/** Those in expressions; those in FROM were opened with their sources. */
function checkSubqueries(parts: readonly unknown[], level: Level, scope: Scope): void {
  walk(parts, (node) => {
    if ('SelectStmt' in node) columnsOf(node, { ...scope, outer: level });
    return !('SelectStmt' in node || 'RangeSubselect' in node);
  });
}

interface Opened {
  readonly sources: readonly Source[];
  readonly conditions: readonly Condition[];
}

/** Adds an item of FROM to the level. */
function openSource(item: Node, level: Level, scope: Scope): Opened {
  if ('JoinExpr' in item) return openJoin(item.JoinExpr, level, scope);
  const source = sourceOf(item, level, scope);
  level.sources.push(source);
  return { sources: [source], conditions: [] };
}

function openJoin({ larg, rarg, quals, usingClause, jointype }: JoinExpr, level: Level, scope: Scope): Opened {
  const left = larg ? openSource(larg, level, scope) : { sources: [], conditions: [] };
  const right = rarg ? openSource(rarg, level, scope) : { sources: [], conditions: [] };
  const holds = (source: Source): boolean =>
    jointype === 'JOIN_INNER' ||
    (jointype === 'JOIN_LEFT' && right.sources.includes(source)) ||
    (jointype === 'JOIN_RIGHT' && left.sources.includes(source));
  const own = [...(quals ? [quals] : []), ...namesOf(usingClause).flatMap((name) => sameColumn(name, left, right))];
  return {
    sources: [...left.sources, ...right.sources],
    conditions: [...left.conditions, ...right.conditions, ...own.map((expression) => ({ expression, holds }))],
  };
}

/** `using (name)` as the equality that it stands for. */
function sameColumn(name: string, left: Opened, right: Opened): Node[] {
  const [lexpr, rexpr] = [left, right].map(({ sources }): Node => {
    const alias = sources.find(({ columns }) => columns.includes(name))?.alias ?? '';
    return { ColumnRef: { fields: [{ String: { sval: alias } }, { String: { sval: name } }] } };
  });
  if (!lexpr || !rexpr) return [];
  return [{ A_Expr: { kind: 'AEXPR_OP', name: [{ String: { sval: '=' } }], lexpr, rexpr } }];
}

function sourceOf(item: Node, level: Level, scope: Scope): Source {
  if ('RangeVar' in item) return sourceOfTable(item.RangeVar, scope);
  if ('RangeFunction' in item) return sourceOfFunction(item.RangeFunction, level);
  if ('RangeSubselect' in item && item.RangeSubselect.subquery) {
    const { subquery, alias, lateral } = item.RangeSubselect;
    const within = { ...scope, outer: lateral ? level : scope.outer };
    const names = namesOf(alias?.colnames);
    const ask = (): readonly Column[] => renamed(columnsOf(subquery, { ...within, report: () => undefined }), names);
    // What a lateral one lacks may be held by neighbours that are not settled yet.
    const columns = lateral ? ask() : renamed(columnsOf(subquery, within), names);
    return resultSource(alias?.aliasname ?? '', columns, lateral ? ask : undefined);
  }
  throw new Error(`a kind of source that the tenancy rule does not know: ${Object.keys(item).join()}`);
}

function sourceOfTable({ relname = '', schemaname, alias, location = 0 }: RangeVar, scope: Scope): Source {
  const name = alias?.aliasname ?? relname;
  const result = schemaname === undefined ? scope.results.get(relname) : undefined;
  if (result) return resultSource(name, renamed(result, namesOf(alias?.colnames)));
  const columns = [...(scope.catalogue.tables.get(relname)?.columns.keys() ?? [])];
  const keys = scope.keys.get(relname);
  const tenant = keys && { table: relname, location, keys };
  return { alias: name, columns, held: new Set(), isHeld: false, ...(tenant && { tenant }) };
}

/** The rows of `unnest($1)` and its like are the parameter's. */
function sourceOfFunction({ functions, alias, coldeflist }: RangeFunction, level: Level): Source {
  const [call] = functions?.[0] && 'List' in functions[0] ? (functions[0].List.items ?? []) : [];
  const name = alias?.aliasname ?? '';
  const defined = (coldeflist ?? []).map((node) => ('ColumnDef' in node ? (node.ColumnDef.colname ?? '') : ''));
  const names = [...namesOf(alias?.colnames), ...defined];
  const held = call !== undefined && isHeld(call, level);
  return resultSource(
    name,
    (names.length > 0 ? names : [name]).map((column) => ({ name: column, isHeld: held })),
  );
}

function columnsOfTargets(targets: readonly Node[] | undefined, level: Level): Column[] {
  return (targets ?? []).flatMap((target) => {
    if (!('ResTarget' in target) || !target.ResTarget.val) return [];
    const { name, val } = target.ResTarget;
    const fields = 'ColumnRef' in val ? val.ColumnRef.fields : undefined;
    if (fields && 'A_Star' in (fields.at(-1) ?? {})) return starColumns(fields, level);
    return [{ name: name ?? namesOf(fields).at(-1) ?? '', isHeld: isHeld(val, level) }];
  });
}
