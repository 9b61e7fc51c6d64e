import { METHOD_NAMES } from './method-names.ts';
import { type OpenapiDocument, type OpenapiOperation, type Parameter, refName, resolved } from './openapi-document.ts';

/** What an operation answers with: a page of a list, a piece of what comes by and by, other JSON, bytes, nothing. */
export type AnswerKind = 'page' | 'feed' | 'json' | 'bytes' | 'none';

/** An operation as the SDK has it. */
export interface SdkOperation {
  readonly id: string;
  readonly group: string;
  readonly method: string;
  readonly verb: string;
  readonly path: string;
  readonly summary: string;
  /** Without its list of problems. */
  readonly description: string;
  readonly problems: readonly string[];
  /** Of path, query and headers, by the names that a caller gives them; those that every call has are left out. */
  readonly params: readonly (Parameter & { readonly as: string })[];
  /** Name of the body's schema. */
  readonly body?: string;
  readonly isForm: boolean;
  readonly answer: AnswerKind;
  /** Type of what it answers with, in TypeScript. */
  readonly answerType: string;
  /** Of the entries of a page or a feed. */
  readonly entryType?: string;
  /** Whether it may answer that nothing has changed. */
  readonly mayBeUnchanged: boolean;
}

/** Headers by the names that a caller gives them. A write's key and what a call is known by are options of every call. */
const HEADERS: Readonly<Record<string, string | undefined>> = {
  'X-Purpose': 'purpose',
  'If-Match': 'ifMatch',
  'If-None-Match': 'ifNoneMatch',
  'Idempotency-Key': undefined,
};

/** What the path's ids are of; they have no words of their own. */
const IDS: Readonly<Record<string, string>> = {
  sellerId: 'The seller: one of the authorized partners.',
  buyerId: 'The buyer.',
  contactUuid: 'The contact.',
  documentUuid: 'The document.',
  invitationUuid: 'The invitation.',
  prospectUuid: 'The prospect.',
  id: 'The endpoint, `wh_...`.',
  deliveryId: 'The delivery, `del_...`.',
};

/** In the order of the table of names. Throws where it and the document differ. */
export function sdkOperations(document: OpenapiDocument): SdkOperation[] {
  const found = new Map(
    Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([verb, operation]) => [operation.operationId, { path, verb, operation }] as const),
    ),
  );
  const unnamed = [...found.keys()].filter((id) => METHOD_NAMES[id] === undefined);
  if (unnamed.length > 0) throw new Error(`packages/sdk/generate/method-names.ts lacks ${unnamed.join(', ')}`);
  return Object.entries(METHOD_NAMES).map(([id, name]) => {
    const one = found.get(id);
    if (!one) throw new Error(`packages/sdk/generate/method-names.ts names ${id}, which is no operation`);
    const [group = '', method = ''] = name.split('.');
    const place = { id, group, method, verb: one.verb.toUpperCase(), path: one.path };
    return Object.assign(place, shapeOf(document, one.operation));
  });
}

type Shape = Omit<SdkOperation, 'id' | 'group' | 'method' | 'verb' | 'path'>;

function shapeOf(document: OpenapiDocument, operation: OpenapiOperation): Shape {
  const content = operation.requestBody?.content ?? {};
  const body = Object.values(content)[0]?.schema;
  const bodyName = body && refName(body);
  if (body && bodyName === undefined) throw new Error(`${operation.operationId}: its body has no name`);
  const [description = '', problems = ''] = (operation.description ?? '').split(/(?:^|\n\n)Problems: /);
  const params = (operation.parameters ?? []).map((one) => Object.assign({ as: nameOf(one) }, one, described(one)));
  return {
    summary: operation.summary ?? '',
    description,
    problems: problems.replace(/\.$/, '').split(', '),
    params: params.filter((one): one is Parameter & { as: string } => one.as !== undefined),
    ...(bodyName !== undefined && { body: bodyName }),
    isForm: content['multipart/form-data'] !== undefined,
    ...answerOf(document, operation),
    mayBeUnchanged: operation.responses['304'] !== undefined,
  };
}

function described({ in: place, name, description = place === 'path' ? IDS[name] : undefined }: Parameter): {
  readonly description?: string;
} {
  return description === undefined ? {} : { description };
}

function nameOf({ in: place, name }: Parameter): string | undefined {
  if (place !== 'header') return name;
  if (!(name in HEADERS)) throw new Error(`the SDK has no name for the header ${name}`);
  return HEADERS[name];
}

function answerOf(
  document: OpenapiDocument,
  { responses }: OpenapiOperation,
): Pick<SdkOperation, 'answer' | 'answerType' | 'entryType'> {
  const [, good] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  const [type, media] = Object.entries(good?.content ?? {})[0] ?? [];
  if (!media) return { answer: 'none', answerType: 'void' };
  if (type !== 'application/json') return { answer: 'bytes', answerType: 'Response' };
  const answerType = refName(media.schema) ?? arrayType(refName(media.schema.items ?? {}));
  const { data, pagination, hasMore } = resolved(document, media.schema).properties ?? {};
  const entryType = refName(data?.items ?? {});
  if (entryType === undefined || !(pagination ?? hasMore)) return { answer: 'json', answerType };
  return { answer: pagination ? 'page' : 'feed', answerType, entryType };
}

function arrayType(of: string | undefined): string {
  if (of === undefined) throw new Error('an answer is neither a named schema nor an array of one');
  return `readonly ${of}[]`;
}
