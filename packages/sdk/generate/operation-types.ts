import { limitsOf, refName, type OpenapiDocument, type Parameter } from './openapi-document.ts';
import type { SdkOperation } from './operations.ts';

/** What every operation may answer, and what every write may besides: said once, for all of them. */
const ALWAYS = ['unauthorized', 'rate-limited', 'internal-error', 'unavailable', 'dpa-not-accepted', 'forbidden'];
const OF_WRITES = ['idempotency-key-reused', 'idempotency-key-in-progress', 'payload-too-large'];
const SAID_ONCE = new Set([...ALWAYS, ...OF_WRITES, 'malformed-request', 'unsupported-media-type']);

const groupType = (group: string): string => `${group[0]?.toUpperCase()}${group.slice(1)}Methods`;
const inputType = ({ id }: SdkOperation): string => `${id[0]?.toUpperCase()}${id.slice(1)}Input`;

/** What callers see: a type for each operation's input, an interface for each group, and `ApiMethods`, all groups by name. */
export function operationTypes(document: OpenapiDocument, operations: readonly SdkOperation[]): string {
  const groups = Map.groupBy(operations, ({ group }) => group);
  const all = [...groups.keys()].map((group) => `readonly ${group}: ${groupType(group)};`);
  return [
    importLines(document, operations).join('\n'),
    `${docs(['Every operation of the API, in groups.'])}\nexport interface ApiMethods {\n${all.join('\n')}\n}`,
    ...[...groups].map(([group, members]) => groupOf(group, members)),
    ...operations.map((operation) => inputOf(document, operation)),
  ].join('\n\n');
}

function importLines(document: OpenapiDocument, operations: readonly SdkOperation[]): string[] {
  const types = operations.flatMap(({ answerType, entryType = '', body = '', params, isForm }) => [
    answerType.replace(/^readonly |\[\]$/g, ''),
    entryType,
    ...(isForm || hasMembers(document, body) ? [body] : []),
    ...params.map(({ schema }) => refName(schema.items ?? schema) ?? ''),
  ]);
  const named = [...new Set(types)].filter((name) => name in document.components.schemas).toSorted();
  return [
    `import type { Call, Listing } from '../call.ts';`,
    `import type { CallOptions, UploadOptions } from '../options.ts';`,
    `import type { FileToUpload } from '../upload.ts';`,
    `import type { ${named.join(', ')} } from './schemas.ts';`,
  ];
}

function groupOf(group: string, members: readonly SdkOperation[]): string {
  return `export interface ${groupType(group)} {\n${members.map(methodOf).join('\n')}\n}`;
}

function methodOf(operation: SdkOperation): string {
  const { method, isForm, params, body, mayBeUnchanged, answerType } = operation;
  const needsNothing = !params.some(({ required }) => required === true) && body === undefined;
  const options = `options?: ${isForm ? 'UploadOptions' : 'CallOptions'}`;
  const text = docsOf(operation);
  if (!mayBeUnchanged)
    return `${text}\n${method}(input${needsNothing ? '?' : ''}: ${inputType(operation)}, ${options}): ${resultOf(operation)};`;
  const unconditional = `${inputType(operation)} & { readonly ifNoneMatch?: undefined }`;
  return [
    text,
    `${method}(input: ${unconditional}, ${options}): ${resultOf(operation)};`,
    docs([`With \`ifNoneMatch\`: undefined where nothing has changed.`]),
    `${method}(input: ${inputType(operation)}, ${options}): Call<${answerType} | undefined>;`,
  ].join('\n');
}

function resultOf({ answer, answerType, entryType }: SdkOperation): string {
  return answer === 'page' || answer === 'feed' ? `Listing<${entryType}, ${answerType}>` : `Call<${answerType}>`;
}

function docsOf({ summary, description, problems, id, verb, path, answer }: SdkOperation): string {
  const own = problems.filter((slug) => !SAID_ONCE.has(slug)).map((slug) => `\`${slug}\``);
  return docs([
    summary,
    description,
    answer === 'page' ? 'Awaited it is one page; by `for await` all entries, page after page.' : '',
    answer === 'feed'
      ? 'Awaited it is one answer; by `for await` what is there, and with `wait` all that comes, without end.'
      : '',
    answer === 'bytes' ? 'The body of the response is a stream: read it, or cancel it.' : '',
    own.length > 0 ? `@throws ProblemError ${own.join(', ')}, and those of every call` : '',
    `@see ${id}: ${verb} ${path}`,
  ]);
}

function inputOf(document: OpenapiDocument, operation: SdkOperation): string {
  const { params, body, isForm, id, summary } = operation;
  const members = params.map(memberOf);
  if (isForm) members.push(...FILE_MEMBERS);
  const head = `export interface ${inputType(operation)}`;
  const from = body === undefined || !hasMembers(document, body) ? '' : ` extends ${baseOf(document, operation)}`;
  return `${docs([`Of \`${id}\`: ${summary}`])}\n${head}${from} {\n${members.join('\n')}\n}`;
}

function baseOf({ components }: OpenapiDocument, { body = '', isForm }: SdkOperation): string {
  const mayBeNull = [components.schemas[body]?.type].flat().includes('null');
  return isForm ? `Omit<${body}, 'file'>` : mayBeNull ? `NonNullable<${body}>` : body;
}

const FILE_MEMBERS = [
  '/** PDF, JPEG, PNG or HEIC, judged by content; at most 20 MB (20,971,520 bytes). */\nreadonly file: FileToUpload;',
  '/** Default: the name of the file, where it has one. */\nreadonly fileName?: string | undefined;',
];

function memberOf({ as, required, description, schema }: Parameter & { readonly as: string }): string {
  const text = [description, limitsOf({ ...schema, ...(description !== undefined && { description }) })];
  const type = as === 'ifMatch' || as === 'ifNoneMatch' ? 'number | string' : typeOf(schema);
  const line = required === true ? `readonly ${as}: ${type};` : `readonly ${as}?: ${type} | undefined;`;
  return `${docs([text.filter(Boolean).join(' '), VERSIONS[as] ?? ''])}\n${line}`;
}

const VERSIONS: Readonly<Record<string, string>> = {
  ifMatch: 'The `version` that was read will do.',
  ifNoneMatch: 'The `version` that was read will do.',
};

function typeOf({ type, format, items, ...schema }: Parameter['schema']): string {
  const name = refName(schema);
  if (name !== undefined) return name;
  if (type === 'array' && items) return `readonly ${typeOf(items)}[]`;
  const found = type === 'string' && format === 'date-time' ? 'string | Date' : PLAIN[String(type)];
  if (found === undefined) throw new Error(`the SDK has no type for a parameter of the type ${type}`);
  return found;
}

const PLAIN: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
};

/** Whether it says anything: a body without members has no part in an input. */
function hasMembers({ components }: OpenapiDocument, body: string): boolean {
  return Object.keys(components.schemas[body]?.properties ?? {}).length > 0;
}

function docs(paragraphs: readonly string[]): string {
  const lines = paragraphs.filter((text) => text !== '').flatMap((text) => text.split('\n'));
  if (lines.length === 0) return '';
  if (lines.length === 1) return `/** ${lines[0]} */`;
  return ['/**', ...lines.map((line) => ` * ${line}`), ' */'].join('\n');
}
