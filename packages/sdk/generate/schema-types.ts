import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';
import { limitsOf, type OpenapiDocument, type Schema } from './openapi-document.ts';

/** Says no more than the type beside it. */
const ENUM_TAG = /^\s*(?:\/\*\*|\*) @enum \{\w+\}(?: \*\/)?\n/gm;

/** Told apart by its type in one place, for webhooks too. */
const WRITTEN_OUT: Readonly<Record<string, string>> = { EventEnvelope: 'WebhookEvent' };
const IMPORTS = `import type { WebhookEvent } from '../webhook-event.ts';\n\n`;

/** Countries: more values than a program tells apart. */
const LONG_ENUM = 100;

/**
 * The named schemas as TypeScript: openapi-typescript's types, each lifted out of its `components['schemas']` to a name of its own, with
 * the limits in its docstrings.
 */
export async function schemaTypes(document: OpenapiDocument): Promise<string> {
  const schemas = Object.fromEntries(
    Object.entries(document.components.schemas).map(([name, schema]) => [name, withLimits(schema)] as const),
  );
  const openapi = { openapi: '3.1.0', info: { title: '', version: '' }, paths: {}, components: { schemas } };
  const nodes = await openapiTS(JSON.stringify(openapi), { immutable: true });
  return IMPORTS + astToString(nodes.flatMap(liftSchemas)).replaceAll('@description ', '').replaceAll(ENUM_TAG, '');
}

/** Limits belong to what a caller reads in his editor; a schema says them in members that no docstring is made of. */
function withLimits(schema: Schema): Schema {
  const { properties, items } = schema;
  const description = [schema.description, limitsOf(schema)].filter(Boolean).join(' ');
  return {
    ...schema,
    ...(description !== '' && { description }),
    ...(items && { items: withLimits(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, withLimits(one)])),
    }),
  };
}

/** Of `components` each member of `schemas` as a declaration; nothing of all else. */
function liftSchemas(node: ts.Node): ts.Node[] {
  if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'components') return [];
  const schemas = node.members.find((member) => memberName(member) === 'schemas');
  if (!schemas || !ts.isPropertySignature(schemas) || !schemas.type || !ts.isTypeLiteralNode(schemas.type)) return [];
  return schemas.type.members.filter(ts.isPropertySignature).map(declarationOf);
}

function declarationOf(member: ts.PropertySignature): ts.Node {
  const name = memberName(member);
  const written = WRITTEN_OUT[name ?? ''];
  const made = member.type && ts.visitNode(member.type, renamed, ts.isTypeNode);
  const type = written === undefined ? made : ts.factory.createTypeReferenceNode(written);
  if (name === undefined || !type) throw new Error('a schema has no name or no type');
  const exported = [ts.factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const declaration = ts.isTypeLiteralNode(type)
    ? ts.factory.createInterfaceDeclaration(exported, name, undefined, undefined, type.members)
    : ts.factory.createTypeAliasDeclaration(exported, name, undefined, opened(type));
  return ts.setSyntheticLeadingComments(declaration, ts.getSyntheticLeadingComments(member));
}

/** What is shown need not be in so long a list, and still can be sent back; the list helps him who writes. */
function opened(type: ts.TypeNode): ts.TypeNode {
  if (!ts.isUnionTypeNode(type) || type.types.length < LONG_ENUM) return type;
  const string = ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  const open = ts.factory.createIntersectionTypeNode([string, ts.factory.createTypeLiteralNode([])]);
  return ts.factory.createUnionTypeNode([...type.types, ts.factory.createParenthesizedType(open)]);
}

/** `components['schemas']['Buyer']` is `Buyer`, and what may be left out may be undefined too. */
function renamed(node: ts.Node): ts.Node {
  if (ts.isIndexedAccessTypeNode(node)) {
    const { indexType } = node;
    if (ts.isLiteralTypeNode(indexType) && ts.isStringLiteral(indexType.literal))
      return ts.factory.createTypeReferenceNode(indexType.literal.text);
  }
  const inner = ts.visitEachChild(node, renamed, undefined);
  if (!ts.isPropertySignature(inner) || !inner.questionToken || !inner.type) return inner;
  const orUndefined = [inner.type, ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword)];
  const { modifiers, name, questionToken } = inner;
  const type = ts.factory.createUnionTypeNode(orUndefined);
  return ts.factory.updatePropertySignature(inner, modifiers, name, questionToken, type);
}

function memberName({ name }: ts.TypeElement): string | undefined {
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined;
}
