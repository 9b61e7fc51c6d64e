import { format, resolveConfig } from 'prettier';
import type { OpenapiDocument } from './openapi-document.ts';
import { operationTypes } from './operation-types.ts';
import { catalogue, routeTable } from './operation-tables.ts';
import { sdkOperations } from './operations.ts';
import { schemaTypes } from './schema-types.ts';

const FOLDER = 'packages/sdk/src/generated';
const BANNER = '// Made by `npm run generate` out of openapi.json.';

/**
 * The generated part of the SDK, by path.
 * @param slugs of every problem that the service declares
 */
export async function sdkFiles(
  document: OpenapiDocument,
  slugs: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const operations = sdkOperations(document);
  const texts = {
    'schemas.ts': await schemaTypes(document),
    'operation-types.ts': operationTypes(document, operations),
    'routes.ts': routeTable(operations),
    'catalogue.ts': catalogue(document, operations),
    'problem-slugs.ts': `/** The last segment of a problem's \`type\`. */\nexport type ProblemSlug = ${slugs.map((slug) => `'${slug}'`).join(' | ')};`,
  };
  const style = await resolveConfig('package.json');
  const files = Object.entries(texts).map(async ([name, text]) => {
    const formatted = await format(`${BANNER}\n\n${text}`, { parser: 'typescript', ...style });
    return [`${FOLDER}/${name}`, formatted] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}
