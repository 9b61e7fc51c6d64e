import ts from 'typescript';

/** SQL as it stands in a source file: a tagged template, or a text handed to `raw` or to a client's `query`. */
export interface SourceStatement {
  /** With `$1` and so on in the place of what is filled in. */
  readonly text: string;
  readonly line: number;
  /** A tagged template. */
  readonly isTemplate: boolean;
}

/** What a module says that it has in the database (`Module` in core/module.ts). */
export interface Possessions {
  readonly tables: readonly string[];
  /** Views and functions that it makes for others. */
  readonly views: readonly string[];
}

export interface SourceFacts {
  readonly statements: readonly SourceStatement[];
  /** Lines of dynamic imports that name neither a file nor a package, so that nothing can be said about them. */
  readonly blindImports: readonly number[];
  /** Of `defineModule` calls. */
  readonly possessions: readonly Possessions[];
}

/** What the guards ask of a source file, as the compiler reads it. */
export function readSource(file: string, source: string): SourceFacts {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ESNext, true);
  const lineOf = (node: ts.Node): number => tree.getLineAndCharacterOfPosition(node.getStart()).line + 1;
  const statements: SourceStatement[] = [];
  const blindImports: number[] = [];
  const possessions: Possessions[] = [];
  const visit = (node: ts.Node): void => {
    const template = sqlOf(node);
    if (template)
      statements.push({
        text: textOf(template),
        line: lineOf(template),
        isTemplate: ts.isTaggedTemplateExpression(node),
      });
    if (isBlindImport(node)) blindImports.push(lineOf(node));
    const declaration = declarationOf(node);
    if (declaration) possessions.push({ tables: listIn(declaration, 'tables'), views: listIn(declaration, 'views') });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { statements, blindImports, possessions };
}

function sqlOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isTaggedTemplateExpression(node)) return node.tag.getText() === 'sql' ? node.template : undefined;
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression.getText();
  const [first] = node.arguments;
  const takesSql = called === 'raw' || called.endsWith('.query');
  return takesSql && first && (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first)) ? first : undefined;
}

function textOf(template: ts.Expression): string {
  if (ts.isStringLiteralLike(template)) return template.text;
  if (!ts.isTemplateExpression(template)) return '';
  const { head, templateSpans } = template;
  return head.text + templateSpans.map(({ literal }, n) => `$${n + 1}${literal.text}`).join('');
}

function isBlindImport(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return false;
  const [name] = node.arguments;
  const isOfPackage = name && ts.isTemplateExpression(name) && /^[@a-z]/.test(name.head.text);
  return !name || !(ts.isStringLiteralLike(name) || isOfPackage);
}

function declarationOf(node: ts.Node): ts.ObjectLiteralExpression | undefined {
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'defineModule') return undefined;
  const [declaration] = node.arguments;
  return declaration && ts.isObjectLiteralExpression(declaration) ? declaration : undefined;
}

/** What is no plain list of names stands there as it is written, and is found nowhere. */
function listIn(declaration: ts.ObjectLiteralExpression, member: string): string[] {
  const found = declaration.properties.find((property) => property.name?.getText() === member);
  if (!found) return [];
  const list = ts.isPropertyAssignment(found) ? found.initializer : found;
  if (!ts.isArrayLiteralExpression(list)) return [list.getText()];
  return list.elements.map((element) => (ts.isStringLiteralLike(element) ? element.text : element.getText()));
}
